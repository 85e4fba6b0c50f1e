"""The receiver: against real mail servers, full disks, and killed processes."""
