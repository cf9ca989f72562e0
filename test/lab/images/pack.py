"""Packs the files of installed Debian packages, and the libraries they are linked against, into a tar.

    pack.py OUT.tar BASE.tar|- PACKAGE...

What BASE.tar holds already is left out. It is a hundred times faster than a bootstrap, and the lab's
machine is a Debian 12 anyway. Compiled Python goes along: in a container nobody may write it.
"""
import fnmatch
import os
import re
import subprocess
import sys
import tarfile

LEFT_OUT = [
    '/usr/share/doc/*', '/usr/share/man/*', '/usr/share/info/*', '/usr/share/locale/*', '/usr/share/lintian/*',
    '/usr/share/bash-completion/*', '/usr/share/vim/*', '/usr/lib/systemd/*', '/etc/init.d/*', '/etc/cron*',
    '/usr/lib/python3.11/test/*', '/usr/lib/python3.11/lib2to3/*', '/usr/lib/python3.11/pydoc_data/*',
    # PostgreSQL's compiler for queries: 130 MB with its LLVM, and nothing of ours asks that much of it.
    '*/llvmjit*', '*/lib/bitcode/*', '/usr/lib/postgresql/15/lib/pgxs/*',
]


def real(path):
    """The path with the links of its folders followed: /bin/ls is /usr/bin/ls."""
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def files_of(packages):
    listed = subprocess.run(['dpkg-query', '-L', *packages], check=True, capture_output=True, text=True).stdout
    for path in listed.splitlines():
        if not path.startswith('/') or path == '/.' or not os.path.lexists(path):
            continue
        if any(fnmatch.fnmatch(path, pattern) for pattern in LEFT_OUT):
            continue
        yield real(path)
        compiled = re.sub(r'/([^/]+)\.py$', r'/__pycache__/\1.cpython-311.pyc', path)
        if compiled != path and os.path.exists(compiled):
            yield real(compiled)


def is_program(path):
    if os.path.islink(path) or not os.path.isfile(path):
        return False
    with open(path, 'rb') as file:
        return file.read(4) == b'\x7fELF'


def libraries_of(paths):
    programs = [path for path in paths if is_program(path)]
    if not programs:
        return
    told = subprocess.run(['ldd', *programs], capture_output=True, text=True).stdout
    for path in set(re.findall(r'(?:=> )?(/\S+) \(0x', told)):
        path = real(path)
        while os.path.islink(path):
            yield path
            path = real(os.path.join(os.path.dirname(path), os.readlink(path)))
        yield path


def with_folders(paths):
    wanted = set(paths)
    for path in list(wanted):
        while path != '/':
            wanted.add(path)
            path = os.path.dirname(path)
    return sorted(wanted)


def main(out, base, packages):
    there = set()
    if base != '-':
        with tarfile.open(base) as tar:
            there = {'/' + name for name in tar.getnames()}
    files = set(files_of(packages))
    files |= set(libraries_of(files))
    with tarfile.open(out, 'w') as tar:
        for path in with_folders(files):
            if path not in there or os.path.isdir(path) and not os.path.islink(path):
                tar.add(path, arcname=path.lstrip('/'), recursive=False)


main(sys.argv[1], sys.argv[2], sys.argv[3:])
