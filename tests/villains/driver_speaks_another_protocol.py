"""Says hello in version 2 of the protocol."""

from driving import Request, drive, say


def vice(request: Request) -> bool:
    """Greet."""
    say(seq=request["seq"], protocol=2, driver="villain")
    return True


drive(vice, "hello")
