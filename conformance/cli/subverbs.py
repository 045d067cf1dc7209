"""Verbs that have verbs."""

from __future__ import annotations

import click

from conformance.errors import near_matches


class Subverbs(click.Group):
    """Subcommands, with a word for what was probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            near = near_matches(args[0], self.commands) or list(self.commands)
            ctx.fail(f"no such command {args[0]!r}; did you mean {', '.join(near)}?")
        return super().resolve_command(ctx, args)
