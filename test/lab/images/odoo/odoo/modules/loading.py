"""Installs, updates and loads modules, one transaction each, as Odoo does."""
import logging
import time

from odoo.modules import db, migration
from odoo.modules.module import load_openerp_module, manifest_of
from odoo.modules.states import States
from odoo.netsvc import RUNBOT
from odoo.sql_db import cursor, table_exists
from odoo.tools.convert import load_data

_logger = logging.getLogger(__name__)


class Package:
    def __init__(self, name, state, version):
        self.name = name
        self.state = self.load_state = state
        self.load_version = version
        self.manifest = manifest_of(name)
        self.depends = []

    @property
    def depth(self):
        return max((other.depth for other in self.depends), default=-1) + 1


class Graph:
    """Modules in the order of their depth, without those whose own modules are not there."""
    def __init__(self, cr, states, only=None):
        cr.execute('SELECT name, state, latest_version FROM ir_module_module WHERE state = ANY(%s) '
                   'AND (name = %s OR %s IS NULL)', (list(states), only, only))
        rows = {name: (state, version) for name, state, version in cr.fetchall()}
        self.wanted = sorted(rows)
        self.packages = {}
        found = {name: Package(name, *row) for name, row in rows.items()}
        for name in sorted(found):
            self._take(name, found)

    def _take(self, name, found):
        if name in self.packages:
            return True
        package = found.get(name)
        if package is None:
            return False
        if package.manifest is None or not package.manifest['installable']:
            _logger.warning('module %s: not installable, skipped', name)
            del found[name]
            return False
        if not all(self._take(other, found) for other in package.manifest['depends']):
            _logger.info('module %s: some depends are not loaded, skipped', name)
            found.pop(name, None)
            return False
        package.depends = [self.packages[other] for other in package.manifest['depends']]
        self.packages[name] = package
        return True

    def __iter__(self):
        return iter(sorted(self.packages.values(), key=lambda package: (package.depth, package.name)))

    def __len__(self):
        return len(self.packages)


def load_modules(name, install, upgrade):
    """Gives the names and versions of what is loaded, or None where the database is empty."""
    with cursor(name) as cr:
        cr.execute("SET SESSION lock_timeout = '15s'")
        updating = bool(install or upgrade)
        if not db.is_initialized(cr):
            if not updating:
                _logger.error('Database %s not initialized, you can force it with `-i base`', name)
                return None
            _logger.info('Initializing database %s', name)
            db.initialize(cr)
        elif 'base' in upgrade or 'all' in upgrade:
            cr.execute("UPDATE ir_module_module SET state = 'to upgrade' WHERE name = 'base' AND state = 'installed'")
        # Base comes first and alone: what goes wrong with the others leaves a database with base in it.
        states = ['installed', 'to upgrade', 'to remove'] + (['to install'] if updating else [])
        load_module_graph(cr, Graph(cr, states, 'base'), ())
        if updating:
            _logger.info('updating modules list')
            mark(cr, install, upgrade)
        graph = Graph(cr, states)
        load_module_graph(cr, graph, ('base',))
        missing = [module for module in graph.wanted if module not in graph.packages]
        if missing:
            _logger.error('Some modules are not loaded, some dependencies or manifest may be missing: %s', missing)
        for package in graph:
            migration.migrate_module(cr, package, 'end')
        _logger.info('Modules loaded.')
        cr.execute("SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'")
        return {module: version for module, version in cr.fetchall() if module in graph.packages}


def mark(cr, install, upgrade):
    db.update_list(cr)
    states = States(cr)
    given = {*install, *upgrade} - {'all'}
    unknown = given - set(states.state)
    if unknown:
        _logger.warning('invalid module names, ignored: %s', ', '.join(sorted(unknown)))
    everything = sorted(states.state)
    states.install(everything if 'all' in install else install)
    states.upgrade(['base'] if 'all' in upgrade else upgrade)
    # It was updated already, before what it has to say was known.
    cr.execute("UPDATE ir_module_module SET state = 'installed' WHERE name = 'base'")


def load_module_graph(cr, graph, loaded):
    begun = time.time()
    _logger.info('loading %d modules...', len(graph))
    for index, package in enumerate(graph, 1):
        if package.name in loaded:
            continue
        started = time.time()
        updating = package.state in ('to install', 'to upgrade')
        level = logging.INFO if updating else logging.DEBUG
        _logger.log(level, 'Loading module %s (%d/%d)', package.name, index, len(graph))
        if updating:
            migration.migrate_module(cr, package, 'pre')
        load_openerp_module(package.name)
        if updating:
            load_package(cr, package)
        _logger.log(level, 'Module %s loaded in %.2fs, %s queries', package.name, time.time() - started, 12)
    _logger.log(RUNBOT, '%s modules loaded in %.2fs, %s queries (+%s extra)', len(graph), time.time() - begun, 0, 0)


def load_package(cr, package):
    if package.name == 'base' and package.state == 'to install':
        db.base_data(cr)
    load_data(cr, package)
    migration.migrate_module(cr, package, 'post')
    db.installed(cr, package.manifest)
    package.state = 'installed'
    cr.commit()


def reset_modules_state(name):
    with cursor(name) as cr:
        if not table_exists(cr, 'ir_module_module'):
            _logger.info('skipping reset_modules_state, ir_module_module table does not exists')
            return
        cr.execute("UPDATE ir_module_module SET state='installed' WHERE state IN ('to remove', 'to upgrade')")
        cr.execute("UPDATE ir_module_module SET state='uninstalled' WHERE state='to install'")
        _logger.warning('Transient module states were reset')
