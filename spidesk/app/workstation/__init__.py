"""What this workstation keeps for itself, outside every vault: choices, the window's size, printers' offsets."""
