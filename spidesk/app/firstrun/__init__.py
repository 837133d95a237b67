"""First run: from an empty disk to a vault with its first user, proved recovery cards and the first circles."""
