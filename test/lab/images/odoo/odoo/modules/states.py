"""Which modules are to be installed and updated, and why one cannot be."""
from odoo.exceptions import UserError
from odoo.modules.module import MissingDependency, check_manifest_dependencies, manifest_of


class States:
    def __init__(self, cr):
        self.cr = cr
        cr.execute('SELECT name, state, auto_install FROM ir_module_module')
        rows = cr.fetchall()
        self.state = {name: state for name, state, _ in rows}
        self.auto = {name for name, _, auto in rows if auto}
        self.depends = {name: [] for name in self.state}
        cr.execute('SELECT m.name, d.name FROM ir_module_module_dependency d JOIN ir_module_module m ON m.id = d.module_id')
        for name, other in cr.fetchall():
            self.depends[name].append(other)

    def set(self, name, state):
        self.state[name] = state
        self.cr.execute('UPDATE ir_module_module SET state = %s, write_date = now() WHERE name = %s', (state, name))

    def install(self, names):
        todo = [name for name in names if self.state.get(name) == 'uninstalled']
        while todo:
            for name in todo:
                self._install(name)
            ready = ('installed', 'to install', 'to upgrade')
            todo = [name for name in self.auto if self.state[name] == 'uninstalled' and self.depends[name]
                    and all(self.state.get(other) in ready for other in self.depends[name])
                    and any(self.state.get(other) == 'to install' for other in self.depends[name])]

    def _install(self, name):
        if self.state[name] != 'uninstalled':
            return
        for other in self.depends[name]:
            if other not in self.state:
                raise UserError(f'You try to install module "{name}" that depends on module "{other}".\n'
                                'But the latter module is not available in your system.')
            self._install(other)
        self._check(name, 'install')
        self.set(name, 'to install')

    def upgrade(self, names):
        there = ('installed', 'to upgrade')
        todo = [name for name in names if self.state.get(name) in there]
        if 'base' in todo:
            todo += [name for name, state in self.state.items() if state == 'installed' and name not in todo]
        for name in todo:  # it grows as it goes
            self._check(name, 'upgrade')
            todo += [other for other, depends in self.depends.items()
                     if name in depends and self.state[other] == 'installed' and other not in todo]
        for name in todo:
            self.set(name, 'to upgrade')
        for name in todo:
            for other in self.depends[name]:
                if other not in self.state:
                    raise UserError(f'You try to upgrade the module {name} that depends on the module: {other}.\n'
                                    'But this module is not available in your system.')
            self.install(self.depends[name])

    def _check(self, name, to):
        manifest = manifest_of(name)
        if manifest is None:
            return
        try:
            check_manifest_dependencies(manifest)
        except MissingDependency as error:
            raise UserError(f'Unable to {to} module "{name}" because an external dependency is not met: '
                            f'{error.dependency}') from error
