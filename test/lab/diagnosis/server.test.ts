import { afterAll, beforeAll, expect, test } from 'vitest'
import { Floor } from '../deploy/floor.ts'
import { describeInLab } from '../endpoints.ts'
import { wellDone } from '../own-server.ts'
import { sshdBy } from '../sshd-settings.ts'
import { told } from './told.ts'

describeInLab('what goes wrong with a server has its name, its remedy and a button', (lab) => {
  let floor: Floor

  beforeAll(async () => {
    floor = await Floor.ready(lab, { diskMb: 2000 })
  }, 120_000)

  afterAll(() => floor?.close())

  const shell = async (line: string) => wellDone(await floor.server.exec('sh', '-c', line)).output.trim()

  test('nobody knows its name', async () => {
    const added = await floor.says('server add nowhere --host nowhere.lab.test --port 22 --user root')
    expect(added.text).toContain('Nobody knows the name nowhere.lab.test')
    const found = await told(floor, 'server trust nowhere')
    expect(found).toMatchObject({ is: 'refused: name_unknown', text: expect.stringMatching(/getent hosts nowhere/) })
  })

  test('the engine does not run', async () => {
    await floor.server.stopEngine()
    try {
      const found = await told(floor)
      expect(found).toMatchObject({
        is: 'refused: engine_unreachable',
        text: expect.stringMatching(/does not answer: there is no \/var\/run\/docker\.sock.*See that Docker runs/s),
      })
      expect(found.buttons).toContain('server.check')
    } finally {
      await floor.server.startEngine()
    }
  })

  test('our user may not use the engine', async () => {
    await floor.says('server configure box1 --user deployer')
    try {
      const found = await told(floor)
      expect(found).toMatchObject({
        is: 'refused: engine_forbidden',
        text: expect.stringMatching(/deployer may not use.*usermod -aG docker deployer/s),
      })
      expect(found.buttons).toContain('server.check')
    } finally {
      await floor.says('server configure box1 --user root')
    }
  })

  test('its disk is full', async () => {
    await shell('fallocate -l "$(($(df --output=avail -B1 /opt | tail -1) - 20000000))" /opt/ballast')
    try {
      const found = await told(floor)
      expect(found).toMatchObject({ is: 'disk_full', text: expect.stringMatching(/No space left on 10\.214\.0\.\d+/) })
      expect(found.text).toContain('docker system df')
      expect(found.buttons).toEqual(expect.arrayContaining(['server.check', 'job.retry']))
    } finally {
      await shell('rm /opt/ballast')
    }
  })

  test('another program has its port: nobody gets to see a first deploy that went well', async () => {
    const listening = '/usr/bin/python3 -m http.server 80 >/dev/null 2>&1 & echo $!'
    const program = await shell(`cd /tmp; ${listening}; until ss -Hltn 'sport = :80' | grep -q .; do sleep 0.05; done`)
    try {
      const found = await told(floor)
      expect(found).toMatchObject({ is: 'port_taken', text: expect.stringMatching(/ss -ltnp/) })
      expect(found.buttons).toContain('server.check')
      expect(found.lines.join('\n')).toMatch(
        /configuring_traefik warning Port 80 of 10\.214\.0\.\d+ is taken by python3/,
      )
      const { text } = await floor.says(`job show ${found.number}`)
      expect(text).toContain('Another program has the port')
    } finally {
      await shell(`kill ${program}; while ss -Hltn 'sport = :80' | grep -q .; do sleep 0.05; done`)
    }
    await floor.done('deploy acme/staging')
    expect((await floor.visit('/web/login')).text).toContain(':one')
  })

  test('its sshd does not let us in', async () => {
    await sshdBy(floor.server, "echo 'DenyUsers root' >>")
    try {
      // What was connected before serves to plan; the job makes a line of its own.
      const found = await told(floor)
      expect(found.text).toMatch(/authorized_keys/)
      expect(found.is).toBe('ssh_failed')
      expect(found.buttons).toContain('server.check')
      const { text } = await floor.says(`job show ${found.number}`)
      expect(text).toContain('ran before; whether it serves now nobody can see from here')
      expect(text).not.toContain('still serves')
    } finally {
      await sshdBy(floor.server, "sed -i '/^DenyUsers/d'")
    }
    await floor.done('deploy acme/staging')
  })

  test('there is no git on it', async () => {
    await shell('mkdir -p /run/less && ln -sf /usr/bin/* /bin/* /usr/sbin/* /run/less/ && rm /run/less/git*')
    await sshdBy(floor.server, "echo 'SetEnv PATH=/run/less' >>")
    try {
      floor.addons.write('README.md', 'read me').push('Tell about it')
      const found = await told(floor)
      expect(found).toMatchObject({
        is: 'git_missing',
        text: expect.stringMatching(/There is no git on .*apt-get install/s),
      })
      expect(found.buttons).toContain('server.check')
      const { lines } = await floor.done('server check box1')
      expect(lines.join('\n')).toContain('git is not installed')
    } finally {
      await sshdBy(floor.server, "sed -i '/^SetEnv/d'")
    }
    // A check that found it so stands in the way until another one does not.
    await floor.done('server check box1')
    await floor.done('deploy acme/staging')
  })

  test('a command takes longer than it may', async () => {
    const found = await told(floor, 'server exec box1 "sleep 600" --timeout 1')
    expect(found).toMatchObject({ is: 'timed_out', text: expect.stringContaining('took longer than') })
    expect(found.buttons).toContain('server.check')
  })

  test('it shows another host key', async () => {
    await sshdBy(
      floor.server,
      "ssh-keygen -q -t ed25519 -N '' -f /run/other_key && sed -i 's#^HostKey .*#HostKey /run/other_key#'",
    )
    // What was connected before is no reason to go on.
    const found = await told(floor)
    expect(found.text).toMatch(/is not the one that was confirmed.*server trust box1 --fingerprint SHA256:/s)
    expect(found.is).toMatch(/host_key_changed$/)
    expect(found.buttons).toContain('server.show')
    // Nothing connects until somebody compared it.
    expect((await told(floor)).is).toBe('refused: host_key_changed')
  })
})
