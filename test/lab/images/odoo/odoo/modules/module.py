"""Modules on disk: their manifests, versions and Python."""
import ast
import importlib
import importlib.metadata
import logging
import os
import re
import sys

import odoo.addons
from odoo import release

_logger = logging.getLogger(__name__)


class MissingDependency(Exception):
    def __init__(self, message, dependency):
        super().__init__(message.format(dependency=dependency))
        self.dependency = dependency


class Manifest(dict):
    @property
    def name(self):
        return self['__name']

    @property
    def path(self):
        return self['__path']


def manifest_of(name):
    for folder in odoo.addons.__path__:
        path = os.path.join(folder, name)
        file = os.path.join(path, '__manifest__.py')
        if os.path.isfile(file):
            with open(file, encoding='utf8') as source:
                text = source.read()
            try:
                told = ast.literal_eval(text)
            except Exception as error:
                _logger.error('module %s: Error while parsing manifest %s: %s', name, file, error)
                raise
            depends = list(told.get('depends', []))
            told['depends'] = depends or ([] if name == 'base' else ['base'])
            defaults = {'installable': True, 'version': '1.0', 'data': [], 'auto_install': False,
                        'external_dependencies': {}, 'application': False}
            return Manifest({**defaults, **told, '__name': name, '__path': path})
    return None


def all_manifests():
    names = {name for folder in odoo.addons.__path__ if os.path.isdir(folder) for name in os.listdir(folder)
             if re.match(r'^\w{1,256}$', name)}
    for name in sorted(names):
        try:
            manifest = manifest_of(name)
        except (SyntaxError, ValueError):
            continue
        if manifest is not None:
            yield manifest


def adapt_version(version):
    parts = version.split('.')
    if not 2 <= len(parts) <= 5 or not all(part.isdigit() for part in parts):
        raise ValueError(f'Invalid version {version!r}, must have between 2 and 5 parts')
    if len(parts) <= 3 and not version.startswith(release.series):
        return f'{release.series}.{version}'
    return version


def check_manifest_dependencies(manifest):
    for wanted in manifest['external_dependencies'].get('python', []):
        name = re.split(r'[\s<>=!~;\[]', wanted)[0]
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError as error:
            try:
                importlib.import_module(name)
            except ImportError:
                message = f'External dependency {{dependency!r}} not installed: {error}'
                raise MissingDependency(message, name) from error
    for wanted in manifest['external_dependencies'].get('bin', []):
        if not any(os.access(os.path.join(path, wanted), os.X_OK) for path in os.get_exec_path()):
            raise MissingDependency('Unable to find {dependency!r} in path', wanted)


def load_openerp_module(name):
    qualified = f'odoo.addons.{name}'
    if qualified in sys.modules:
        return
    try:
        __import__(qualified)
    except Exception:
        _logger.critical("Couldn't load module %s", name)
        raise


def mark_of(name):
    return getattr(sys.modules.get(f'odoo.addons.{name}'), 'MARK', '')
