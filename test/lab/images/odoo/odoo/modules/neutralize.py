import logging
import os

from odoo.modules.module import manifest_of

_logger = logging.getLogger(__name__)


def neutralize_database(cr):
    cr.execute("SELECT name FROM ir_module_module WHERE state IN ('installed', 'to upgrade', 'to remove')")
    for (name,) in cr.fetchall():
        manifest = manifest_of(name)
        file = manifest and os.path.join(manifest.path, 'data', 'neutralize.sql')
        if file and os.path.isfile(file):
            with open(file, encoding='utf8') as source:
                cr.execute(source.read())
    _logger.info('Neutralization finished')
