"""No villain: keeps the protocol."""

from driving import drive

drive(lambda _: False)
