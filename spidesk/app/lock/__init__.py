"""Lock: when it happens (button, idle, the system's own lock, sleep) and how: the process ends, a locked one starts."""
