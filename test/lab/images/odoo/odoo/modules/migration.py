"""A module's own scripts, run when its version grows."""
import glob
import importlib.util
import logging
import os

from odoo import release
from odoo.modules.module import adapt_version

_logger = logging.getLogger(__name__)
STAGES = {'pre': '[>%s]', 'post': '[%s>]', 'end': '[$%s]'}


def parsed(version):
    return [int(part) for part in version.split('.')]


def migrate_module(cr, package, stage):
    if package.load_state != 'to upgrade':
        return
    installed = package.load_version or ''
    before = parsed(installed) if installed else []
    now = parsed(adapt_version(package.manifest['version']))
    folders = {}
    for kind in ('migrations', 'upgrades'):
        for folder in glob.glob(os.path.join(package.manifest.path, kind, '*')):
            if os.path.isdir(folder) and all(part.isdigit() for part in os.path.basename(folder).split('.')):
                folders.setdefault(os.path.basename(folder), []).append(folder)
    for version in sorted(folders, key=lambda name: parsed(full(name))):
        if due(version, before, now):
            files = [file for folder in folders[version] for file in glob.glob(f'{folder}/{stage}-*.py')]
            for file in sorted(files, key=os.path.basename):
                run(cr, installed, file, package.name, stage, STAGES[stage] % version)


def full(version):
    return version if version == '0.0.0' or version.count('.') > 2 else f'{release.series}.{version}'


def due(version, before, now):
    if version == '0.0.0':
        return before < now
    if full(version) != version:  # without Odoo's own version in it: only the module's counts
        return before[2:] < parsed(full(version))[2:] <= now[2:]
    return before < parsed(version) <= now


def run(cr, installed, file, addon, stage, version):
    name = os.path.splitext(os.path.basename(file))[0]
    spec = importlib.util.spec_from_file_location(name, file)
    script = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(script)
    except ImportError as error:
        raise ImportError(f'module {addon}: Unable to load {stage}-migration file {file}') from error
    if not hasattr(script, 'migrate'):
        raise AttributeError(f'module {addon}: Each {stage}-migration file must have a "migrate(cr, '
                             f'installed_version)" function, not found in {file}')
    _logger.info('module %s: Running migration %s %s', addon, version, name)
    script.migrate(cr, installed)
