import type { StageRow } from '../job/job.ts'

interface Step {
  name: string
  description: string
}

/** How OEC.SH calls the stages, and what it says of them. */
const steps: Readonly<Record<string, Step>> = {
  initializing: { name: 'Initializing', description: 'Preparing deployment configuration' },
  connecting: { name: 'Connecting', description: 'Establishing SSH connection to target server' },
  creating_network: { name: 'Creating Network', description: 'Setting up isolated Docker network' },
  configuring_dns: { name: 'Configuring DNS', description: 'Creating DNS record early for propagation' },
  creating_database: { name: 'Creating Database', description: 'Deploying PostgreSQL container' },
  cloning_platform_repos: { name: 'Cloning Platform Repos', description: 'Cloning platform-level addon repositories' },
  cloning_org_repos: {
    name: 'Cloning Organization Repos',
    description: 'Cloning organization-level addon repositories',
  },
  cloning_repo: { name: 'Cloning Project Repository', description: 'Cloning the primary project repository' },
  pulling_image: { name: 'Pulling Image', description: 'Downloading Odoo Docker image' },
  generating_config: { name: 'Generating Config', description: 'Creating optimized odoo.conf' },
  starting_container: { name: 'Starting Container', description: 'Launching Odoo container' },
  installing_dependencies: {
    name: 'Installing Dependencies',
    description: 'Installing apt.txt and requirements.txt of all repositories',
  },
  initializing_database: { name: 'Initializing Database', description: 'Initializing or updating the Odoo database' },
  verifying_dns: { name: 'Verifying DNS', description: 'Verifying DNS propagation before SSL' },
  configuring_traefik: { name: 'Configuring Traefik', description: 'Configuring HTTP routing and SSL certificate' },
  health_check: { name: 'Health Check', description: 'Verifying that Odoo is accessible and responding' },
  completed: { name: 'Completed', description: 'Finalizing deployment' },
}

export function stepOf({ stage, title }: Pick<StageRow, 'stage' | 'title'>): Step {
  return steps[stage] ?? { name: title, description: title }
}
