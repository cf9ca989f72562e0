import { ownMount } from './launcher.rule.ts'
import { codeWord, modulesFile } from './names.rule.ts'
import { updateListText } from './update-list.rule.ts'

/**
 * The same in Odoo's own Python, which reads Odoo meanwhile, and once the code is there the modules that are installed:
 * a second that nobody waits for then. Where reading fails it begins anew without: Odoo itself says what is wrong.
 */
export const readerText = `import atexit
import functools
import os
import runpy
import select
import signal
import socketserver
import sys
import threading
import time

# As Odoo's own script does, before anybody looks at the clock.
os.environ["TZ"] = "UTC"
time.tzset()
script, word = sys.argv[1:3]
sys.path[0] = os.path.dirname(script)
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: os._exit(0))
reads = os.environ.pop("PILOTHOUSE_READS", "yes") == "yes"


def read_odoo():
    import odoo.cli.server
    import odoo.http
    import odoo.modules.registry
    import odoo.service.server


def settings():
    """Without what is another one's in each release."""
    with open("${ownMount}/odoo.conf") as file:
        return [line for line in file if not line.startswith("addons_path")]


read_by = None


def read_image():
    """Modules of the image are what they are in every release; Odoo itself calls what is to happen once they are read."""
    global read_by
    import odoo.addons

    read_by = settings()
    odoo.tools.config._parse_config(sys.argv[3:])
    with open("${ownMount}/${modulesFile}") as file:
        names = file.read().split()
    hooked = []
    for name in names:
        places = [os.path.join(folder, name, "__manifest__.py") for folder in odoo.addons.__path__]
        found = next((place for place in places if os.path.exists(place)), None)
        if found is None:
            continue
        with open(found) as manifest:
            if "post_load" in manifest.read():
                hooked.append(name)
            else:
                __import__("odoo.addons." + name)
    if any("odoo.addons." + name in sys.modules for name in hooked):
        raise SystemExit("what is to happen once it is read would not")


def see_settings():
    if read_by is not None and read_by != settings():
        raise SystemExit("read by other settings")


def read_modules():
    import odoo
    from odoo.modules.module import initialize_sys_path, load_openerp_module

    odoo.tools.config._parse_config(sys.argv[3:])
    initialize_sys_path()
    odoo.service.server.load_server_wide_modules()
    for module in installed():
        try:
            load_openerp_module(module)
        except ModuleNotFoundError as error:
            # It is not in this code any more: Odoo goes on without it.
            if error.name != "odoo.addons." + module:
                raise


def installed():
    import odoo.sql_db

    names = odoo.tools.config["db_name"]
    name = names if isinstance(names, str) else names[0]
    with odoo.sql_db.db_connect(name).cursor() as cursor:
        cursor.execute(
            "SELECT m.name, d.name FROM ir_module_module m LEFT JOIN ir_module_module_dependency d"
            " ON d.module_id = m.id WHERE m.state IN ('installed', 'to upgrade')"
        )
        rows = cursor.fetchall()
    odoo.sql_db.close_db(name)
    needs = {}
    for module, need in rows:
        needs.setdefault(module, set()).add(need)
    ordered = []

    def place(module):
        if module in needs and module not in ordered:
            for need in sorted(needs.pop(module) - {None}):
                place(need)
            ordered.append(module)

    for module in sorted(needs):
        place(module)
    return ordered


def watched():
    """The kernel tells when something is put into the folder of our words; none where it does not."""
    try:
        import ctypes

        system = ctypes.CDLL(None)
        created, moved, ours_alone = 0x100, 0x80, 0o2000000
        told = system.inotify_init1(ours_alone)
        return told if system.inotify_add_watch(told, b"${ownMount}", created | moved) >= 0 else None
    except (AttributeError, ImportError, OSError):
        return None


def wait(told):
    if told is None:
        return time.sleep(0.1)
    # What is never told is found all the same.
    if select.select([told], [], [], 2)[0]:
        os.read(told, 65536)


def attempt(read):
    try:
        if reads:
            read()
    except (Exception, SystemExit):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PILOTHOUSE_READS": "no"})


${updateListText}

def stop_soon():
    """Whoever updates waits for the old one to end, and it would look only twice a second whether it should."""
    servers = [socketserver.BaseServer]
    if "werkzeug.serving" in sys.modules:
        servers.append(sys.modules["werkzeug.serving"].BaseWSGIServer)
    for server in servers:
        if server.serve_forever.__defaults__ == (0.5,):
            server.serve_forever.__defaults__ = (0.1,)


def run():
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as told:
        if isinstance(told.code, str):
            raise
        return told.code or 0
    return 0


def end(code):
    """Without taking apart, object by object, all that was read: who waits for the end waits for that too."""
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


attempt(read_odoo)
if os.path.exists("${ownMount}/${modulesFile}"):
    attempt(read_image)
told = watched()
known = False
while not os.path.exists(word):
    if known or not os.path.exists("${ownMount}/${codeWord}"):
        wait(told)
        continue
    known = True
    attempt(see_settings)
    attempt(read_modules)
if told is not None:
    os.close(told)
attempt(see_settings)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
if "-u" in sys.argv:
    attempt(shorten_update)
stop_soon()
sys.argv = [script, *sys.argv[3:]]
end(run())
`
