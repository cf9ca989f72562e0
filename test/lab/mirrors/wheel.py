"""Writes a Python index (PEP 503) with one wheel, in two versions, so that two lists can want different ones."""
import base64
import hashlib
import os
import sys
import zipfile

root = sys.argv[1]
links = []
for version in ('1.0', '1.1'):
    about = f'ph_lab_wheel-{version}.dist-info'
    files = {
        'ph_lab_wheel/__init__.py': f"__version__ = '{version}'\n",
        f'{about}/METADATA': f'Metadata-Version: 2.1\nName: ph-lab-wheel\nVersion: {version}\nSummary: only the lab has it\n',
        f'{about}/WHEEL': 'Wheel-Version: 1.0\nGenerator: pilothouse-lab\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    }
    record = ''
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')
        record += f'{name},sha256={digest},{len(text)}\n'
    files[f'{about}/RECORD'] = f'{record}{about}/RECORD,,\n'
    wheel = f'ph_lab_wheel-{version}-py3-none-any.whl'
    with zipfile.ZipFile(os.path.join(root, wheel), 'w') as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    with open(os.path.join(root, wheel), 'rb') as made:
        links.append(f'<a href="../../{wheel}#sha256={hashlib.sha256(made.read()).hexdigest()}">{wheel}</a><br/>')
for folder, lines in {'simple': ['<a href="ph-lab-wheel/">ph-lab-wheel</a>'], 'simple/ph-lab-wheel': links}.items():
    os.makedirs(os.path.join(root, folder), exist_ok=True)
    with open(os.path.join(root, folder, 'index.html'), 'w') as page:
        page.write('<!DOCTYPE html>\n<html><body>\n' + '\n'.join(lines) + '\n</body></html>\n')
