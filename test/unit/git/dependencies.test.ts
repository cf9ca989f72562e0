import { expect, test } from 'vitest'
import { dependenciesIn, filesIn, namedIn } from '../../../adapters/git/dependencies.ts'

const filesOf = (files: Record<string, string>) =>
  filesIn(
    Object.entries(files)
      .map(([name, text]) => `\u0001${name}\n${text}\n`)
      .join(''),
  )

test('what addons want is read as people write it, and nothing else than names of packages', () => {
  const apt =
    '# tools\nlibldap2-dev  libsasl2-dev # both\r\n\n-o=APT::x\n$(id)\nLibBig\nlibldap2-dev\nfoo:amd64=1.2~3-1\n'
  const pip =
    'stripe==5.4.0 # paid\n--index-url http://me:secret@evil\n-e ./here\npython-ldap>=3,\\\n  <4\nstripe==5.4.0\n#all\nx @ https://h/x#egg=x\n'
  const option = 'options of pip are not taken; an admin sets the index with `platform configure`'
  expect(dependenciesIn(filesOf({ 'apt.txt': apt, 'requirements.txt': pip }))).toEqual({
    apt: ['libldap2-dev', 'libsasl2-dev', 'foo:amd64=1.2~3-1'],
    pip: ['stripe==5.4.0', 'python-ldap>=3,   <4', 'x @ https://h/x#egg=x'],
    left: [
      'apt.txt: -o=APT::x is not the name of a package',
      'apt.txt: $(id) is not the name of a package',
      'apt.txt: LibBig is not the name of a package',
      `requirements.txt: --index-url http://evil: ${option}`,
      `requirements.txt: -e ./here: ${option}`,
    ],
  })
  expect(dependenciesIn(filesOf({}))).toEqual({ apt: [], pip: [] })
  expect(dependenciesIn(filesOf({ 'requirements.txt': 'a' }))).toEqual({ apt: [], pip: ['a'] })
})

test('other files of the same repository are followed, and none outside of it', () => {
  const first = filesOf({
    'requirements.txt': '-r more/base.txt\n-r ../../etc/passwd\n-r /etc/passwd\n-r gone.txt\na\n',
  })
  expect(namedIn(first)).toEqual(['more/base.txt', 'gone.txt'])
  const all = new Map([...first, ...filesOf({ 'more/base.txt': 'b\n--requirement=next.txt\n' })])
  expect(namedIn(all)).toEqual(['gone.txt', 'more/next.txt'])
  const { pip, left } = dependenciesIn(new Map([...all, ...filesOf({ 'more/next.txt': 'c\n-r ../requirements.txt' })]))
  expect(pip).toEqual(['a', 'b', 'c'])
  expect(left).toEqual([
    expect.stringMatching(/^requirements\.txt: -r \.\.\/\.\.\/etc\/passwd: options of pip are not taken/),
    expect.stringMatching(/^requirements\.txt: -r \/etc\/passwd: options/),
    'requirements.txt: -r gone.txt: there is no such file in the repository',
  ])
})
