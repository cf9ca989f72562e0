import logging
import time

from odoo.modules.loading import load_modules, reset_modules_state

_logger = logging.getLogger('odoo.registry')


class Registry:
    """What a process knows of its database: the modules that it loaded."""
    def __init__(self, name, modules):
        self.db_name = name
        self.modules = modules

    @classmethod
    def new(cls, name, install=(), upgrade=()):
        begun = time.time()
        try:
            try:
                modules = load_modules(name, install, upgrade)
            except Exception:
                reset_modules_state(name)
                raise
        except Exception:
            _logger.error('Failed to load registry')
            raise
        _logger.info('Registry loaded in %.3fs', time.time() - begun)
        return cls(name, modules)
