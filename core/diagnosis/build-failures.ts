import type { KnownFailure, Remedy } from './failing.ts'

const deployAnew: Remedy = { label: 'Deploy anew', operation: 'instance.deploy', of: 'instance', form: true }
const cloning = ['cloning_platform_repos', 'cloning_org_repos', 'cloning_repo', 'initializing']

/** What a release is made of: code, image, dependencies. */
export const buildFailures: readonly KnownFailure[] = [
  {
    id: 'unknown_commit',
    title: 'The branch or commit is not in the repository',
    codes: ['no_such_code'],
    stages: cloning,
    signs:
      /remote branch \S+ not found|couldn.t find remote ref|not our ref|unknown revision|pathspec .* did not match|reference is not a tree|no such (?:branch|commit)/i,
    causes: [
      'The branch was renamed or deleted',
      'The commit was pushed over and is not there any more',
      'The name was misspelt',
    ],
    todo: [
      'Look at the branches of the repository',
      'Set the branch of the instance to one that is there, then deploy',
    ],
    remedies: [
      { label: 'Configure the instance', operation: 'instance.configure', of: 'instance', form: true },
      deployAnew,
    ],
  },
  {
    id: 'clone_failed',
    title: 'The repository could not be cloned',
    codes: ['clone_failed', 'repository_not_found', 'repository_address_refused', 'git_unreachable', 'git_failed'],
    stages: cloning,
    signs:
      /failed to clone repository|authentication failed for|could not read (?:username|from remote repository)|repository not found|repository '[^']*' not found/i,
    causes: [
      'The repository is private and no connection to its host is configured',
      'The token has expired or is not valid',
      'The address of the repository is not right',
      'The git host is down',
    ],
    todo: [
      'For a private repository: give a token for its host, `git connect`',
      'Verify the address of the repository',
      'Try it by hand: `git clone …`',
      'Look at the status page of the git host',
    ],
    remedies: [
      { label: 'Connect the git host', operation: 'git.connect', of: 'platform', form: true },
      { label: 'Configure the project', operation: 'project.configure', of: 'project', form: true },
    ],
  },
  {
    id: 'registry_login',
    title: 'The registry refused our login',
    codes: ['registry_login_refused', 'registry_login_needed'],
    signs:
      /unauthorized: |authentication required|no basic auth credentials|denied: requested access|incorrect username or password/i,
    causes: [
      'The registry is private and has no login stored here',
      'The stored user or password is not right any more',
    ],
    todo: ['Store the login of the registry', 'Try it by hand: `docker login …`', 'Then retry'],
    remedies: [{ label: 'Add a registry', operation: 'registry.add', of: 'platform', form: true }],
  },
  {
    id: 'pull_failed',
    title: 'The image could not be pulled',
    codes: ['image_not_found', 'image_pull_failed', 'registry_unreachable'],
    stages: ['pulling_image', 'initializing'],
    signs:
      /failed to pull docker image|pull access denied|manifest (?:for .*)?(?:unknown|not found)|error response from daemon: (?:get|head) /i,
    causes: [
      'The registry is private and asks for a login',
      'The login of the registry is not right',
      'There is no image with this tag',
      'The registry cannot be reached from the server',
    ],
    todo: [
      'Verify that the tag exists: `docker pull …`',
      'Check the form of the address: `registry.example.com/namespace/image:tag`',
      'For a private registry: store its login, then retry',
    ],
    remedies: [
      { label: 'Versions', operation: 'version.list', of: 'platform' },
      { label: 'Add a registry', operation: 'registry.add', of: 'platform', form: true },
    ],
  },
  {
    id: 'dependencies_failed',
    title: 'The dependencies could not be installed',
    codes: ['build_failed', 'dependency_conflict'],
    stages: ['installing_dependencies'],
    signs:
      /no matching distribution found|could not find a version that satisfies|unable to locate package|failed building wheel|dependency resolution|ResolutionImpossible/i,
    causes: [
      'A package in requirements.txt does not exist in this version',
      'A package needs a system library that the image lacks',
      'The package index cannot be reached from the server',
    ],
    todo: ['Look at the last lines: they name the package', 'Correct requirements.txt on the branch, then deploy'],
    remedies: [deployAnew],
  },
]
