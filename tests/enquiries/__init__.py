"""Enquiries against the real thing: mail servers, full disks, killed processes."""
