"""What keeps bad text out of fields, copied values out of clipboard histories and windows out of screenshots."""
