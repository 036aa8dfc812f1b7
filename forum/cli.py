"""``forum …``: the commands. Each calls one function of a room and says what came of it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
from pathlib import Path

import click
from click import ClickException
from sqlalchemy.exc import OperationalError

from forum import create_app
from forum.accounts.actions import add_member, list_members
from forum.accounts.models import STANDINGS
from forum.boards.arranging import board_named
from forum.boards.models import Board
from forum.boards.recount import recount
from forum.cli_mail import lmtp_command, receive_command
from forum.config import BadSetting, Settings, keep_site_name, load_settings
from forum.core.db import db
from forum.core.edge import Kith
from forum.core.errors import NotFound, Refused
from forum.core.jobs import work
from forum.demo import PASSWORD, SIGN_INS, fill_demo
from forum.house.backup import back_up, restore
from forum.house.doctor import examine
from forum.house.progress import progress_shown
from forum.house.serving import end_with, serve
from forum.house.setup import set_up
from forum.library.filing import import_articles
from forum.migrations import migrate
from forum.transfer import import_mbox, set_aside_lines, write_set_aside

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def forum() -> None:
    """Kith: a home for patient support groups."""


@forum.command("setup")
@click.option("--admin-email", help="The first administrator; a link to choose a password is printed.")
@click.option("--site-name", help="The name of the group, kept beside its data.")
@click.option("--board", "boards", multiple=True, metavar="SLUG=TITLE", help="A board to make, if missing.")
def setup_command(admin_email: str | None, site_name: str | None, boards: tuple[str, ...]) -> None:
    """Make or bring up to date everything the forum needs; changes only what is missing."""
    app = _app()
    for line in set_up(app, admin_email, [_slug_and_title(board) for board in boards]):
        click.echo(line)
    if site_name and site_name != _settings(app).site_name:
        keep_site_name(_settings(app), " ".join(site_name.split()))
        click.echo(f"The group is called {site_name} from the next start on.")


def _slug_and_title(words: str) -> tuple[str, str]:
    slug, equals, title = words.partition("=")
    if not equals:
        raise Refused(f"--board wants SLUG=TITLE, such as scans=Scans; it was {words!r}.")
    return slug.strip(), title.strip()


@forum.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
def serve_command(host: str, port: int, workers: int) -> None:
    """Serve the forum; with the embedded database, send its mail and do its sweeps as well."""
    serve(_settings(_ready_app()), host, port, workers)


@forum.command("worker")
@click.option("--with-parent", type=int, hidden=True, help="End when this process is gone.")
def worker_command(with_parent: int | None) -> None:
    """Send mail and do what is due, until stopped."""
    if with_parent:
        end_with(with_parent)
    work(_ready_app())


@forum.command("doctor")
@click.option("--recount", "mend", is_flag=True, help="Count anew what pages show of threads and boards.")
def doctor_command(mend: bool) -> None:
    """Say what is wrong with this installation and how to mend it."""
    app = _app()
    if mend:
        with app.app_context():
            click.echo(f"{recount()} counts were off, and are right now.")
            db.session.commit()
    complaints = examine(app)
    for complaint in complaints:
        click.echo(f"- {complaint}")
    if complaints:
        sys.exit(1)
    click.echo("All is well.")


@forum.group("member")
def member_group() -> None:
    """Members, by hand."""


@member_group.command("add")
@click.argument("email")
@click.option("--handle", help="The name others see; unset: made from the address.")
@click.option("--role", default="member", show_default=True, type=click.Choice(STANDINGS))
@click.option("--password", help="Unset: they choose one through “forgot password”.")
def member_add(email: str, handle: str | None, role: str, password: str | None) -> None:
    """Add a member."""
    with _ready_app().app_context():
        member = add_member(email, handle, role, password)
        db.session.commit()
        click.echo(f"{member.email} is a {member.standing}, known here as {member.handle}.")


@member_group.command("list")
def member_list() -> None:
    """List everybody who has an account."""
    with _ready_app().app_context():
        for member in list_members():
            click.echo(f"{member.handle}\t{member.email}\t{member.standing}\t{member.joined_at:%Y-%m-%d}")


@forum.group("import")
def import_group() -> None:
    """Bring things in."""


@import_group.command("mbox")
@click.argument("files", nargs=-1, required=True, type=EXISTING_FILE)
@click.option("--board", "slug", required=True, help="The board that the mails belong to.")
def import_mbox_command(files: tuple[Path, ...], slug: str) -> None:
    """Bring mail archives into a board, as threads."""
    with _ready_app().app_context(), progress_shown("Mails") as progress:
        report = import_mbox(list(files), _board(slug), progress)
    for line in report.lines():
        click.echo(line)


@import_group.command("set-aside")
@click.option("--board", "slug", required=True, help="The board that the mails were for.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write them to this new mbox file."
)
def set_aside_command(slug: str, out: Path | None) -> None:
    """List the mails that could not become posts, and why; or write them to a file to look into."""
    with _ready_app().app_context():
        board = _board(slug)
        if out is None:
            for line in set_aside_lines(board.id):
                click.echo(line)
            return
        try:
            click.echo(f"{write_set_aside(board.id, out):,} mails are in {out}.")
        except FileExistsError:
            raise Refused(f"{out} is there already: please name a new file.") from None


@import_group.command("articles")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_articles_command(folder: Path) -> None:
    """Bring Markdown files with front matter into the library, as drafts or updates."""
    with _ready_app().app_context():
        filed = import_articles(folder)
        db.session.commit()
    for line in filed.lines():
        click.echo(line)
    if filed.refused:
        sys.exit(1)


@forum.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_command(file: Path) -> None:
    """Write a consistent copy of everything to FILE, while the forum runs."""
    app = _ready_app()
    with app.app_context(), progress_shown("Copying") as progress:
        rows, files = back_up(_settings(app), file, progress)
    click.echo(f"{file}: {rows:,} rows and {files:,} files.")


@forum.command("restore")
@click.argument("file", type=EXISTING_FILE)
@click.option("--overwrite", is_flag=True, help="Replace what is there.")
def restore_command(file: Path, overwrite: bool) -> None:
    """Bring back what a backup holds, into an empty forum."""
    app = _app()
    with app.app_context(), progress_shown("Restoring") as progress:
        rows, files = restore(_settings(app), file, progress, overwrite=overwrite)
    click.echo(f"{rows:,} rows and {files:,} files are back.")


@forum.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--posts", default=0, type=click.IntRange(0), help="Fill in so many further posts.")
def demo_command(host: str, port: int, posts: int) -> None:
    """Show a whole group in a throwaway folder; Ctrl-C ends it."""
    folder = tempfile.mkdtemp(prefix="kith-demo-")
    address = f"http://{host}:{port}"
    try:
        app = _demo_app(folder, address)
        # In a process of its own: the store of files, once used, does not survive the server's forks.
        filling = multiprocessing.get_context("fork").Process(target=_fill, args=(app, posts))
        filling.start()
        filling.join()
        if filling.exitcode:
            sys.exit(filling.exitcode)
        serve(_settings(app), host, port, 1, when_ready=lambda: _say_ready(address))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(app: Kith, posts: int) -> None:
    with app.app_context(), progress_shown("Filling the group") as progress:
        migrate(db.engine)
        fill_demo(posts, progress)


def _demo_app(folder: str, address: str) -> Kith:
    """An app that knows nothing of this machine's own settings, nor does the worker it starts."""
    database = os.environ.get("FORUM_DEMO_DATABASE_URL")
    for name in [name for name in os.environ if name.startswith("FORUM_")]:
        del os.environ[name]
    os.environ.update(FORUM_DATA=folder, FORUM_BASE_URL=address, FORUM_SITE_NAME="Kith demo")
    if database:
        os.environ["FORUM_DATABASE_URL"] = database
    return create_app(load_settings())


def _say_ready(address: str) -> None:
    click.echo(f"ready {address}")
    click.echo(f"Sign in with one of these; the password of each is {PASSWORD}")
    for email, words in SIGN_INS:
        click.echo(f"  {email:26} {words}")


def _board(slug: str) -> Board:
    try:
        return board_named(slug)
    except NotFound:
        raise Refused(f"There is no board with the address {slug!r}.") from None


def _app() -> Kith:
    return create_app(load_settings())


def _ready_app() -> Kith:
    """The app, with a database that stands where this release wants it."""
    app = _app()
    with app.app_context():
        migrate(db.engine)
    return app


def _settings(app: Kith) -> Settings:
    found: Settings = app.extensions["settings"]
    return found


for mail_command in (receive_command, lmtp_command):
    forum.add_command(mail_command)


def main() -> None:
    """Run a command; a mistake of the user's is one sentence, never a traceback."""
    try:
        forum.main(standalone_mode=False)
    except ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except (BadSetting, Refused) as error:
        _fail(str(error))
    except OperationalError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        _fail(f"The database cannot be used: {reason}. Check FORUM_DATABASE_URL and FORUM_DATA.")
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename}" if error.filename else str(error))


def _fail(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
