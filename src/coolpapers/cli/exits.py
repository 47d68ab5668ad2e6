"""What ends a command: exception classes to exit codes, and nothing but a sentence on screen."""

import os
import sys
from enum import IntEnum
from typing import NoReturn

import click

from coolpapers import errors


class Exit(IntEnum):
    """The exit codes, as `coolpapers --help` and docs/operating.md have them."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    BAD_RECORDS = 3
    NOT_FOUND = 4
    BUSY = 5
    UNREADABLE = 6
    UNAVAILABLE = 7
    INTERRUPTED = 130


CODES: tuple[tuple[type[errors.CoolPapersError], Exit], ...] = (
    (errors.PaperNotFoundError, Exit.NOT_FOUND),
    (errors.StoreBusyError, Exit.BUSY),
    (errors.IndexLockedError, Exit.BUSY),
    (errors.ServerBusyError, Exit.BUSY),
    (errors.SourceFormatError, Exit.UNREADABLE),
    (errors.SourceUnavailableError, Exit.UNAVAILABLE),
    (errors.PaperIdError, Exit.USAGE),
    (errors.SubjectError, Exit.USAGE),
    (errors.SettingError, Exit.USAGE),
    (errors.CoolPapersError, Exit.FAILED),
)


def code_of(error: errors.CoolPapersError) -> Exit:
    """The exit code of an error."""
    return next(code for kind, code in CODES if isinstance(error, kind))


def guarded(command: click.Command) -> NoReturn:
    """Run a command and leave the process with its exit code."""
    try:
        result = command.main(standalone_mode=False)
        sys.exit(int(result) if isinstance(result, int) else Exit.DONE)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; nothing kept so far is lost", err=True)
        sys.exit(Exit.INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: that is no failure.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.DONE)
    except errors.CoolPapersError as error:
        click.echo(f"coolpapers: {error}", err=True)
        sys.exit(code_of(error))
