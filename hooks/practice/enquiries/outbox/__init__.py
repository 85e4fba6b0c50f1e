"""The outbox: an enquiry is on disk before its sender is thanked, and stays until it is sent."""

from practice.enquiries.outbox.errors import OutboxError
from practice.enquiries.outbox.folder import locked, private_folder
from practice.enquiries.outbox.outbox import LATEST, Outbox
from practice.enquiries.outbox.records import State, Stored

__all__ = ["LATEST", "Outbox", "OutboxError", "State", "Stored", "locked", "private_folder"]
