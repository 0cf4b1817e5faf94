/** By file of this folder: the documents of `commands/` that its plays show from all sides. */
export const PLAYED_IN = {
  'back-end': ['failover-database', 'failback-database', 'remove-mirror', 'setup-mirror', 'failover-availability-group'],
  'backup-service': [
    'backup-service-status',
    'backup-service-sync',
    'backup-service-configure',
    'backup-service-restart',
    'restore-conference-content',
    'check-pairing',
  ],
  'core-data': ['failover-response-groups', 'failback-response-groups', 'back-up-core-data', 'restore-chat-data', 'test-disaster-recovery'],
  'failback-persistent-chat': ['failback-persistent-chat'],
  'failover-persistent-chat': ['failover-persistent-chat'],
  federation: ['failover-federation', 'failback-federation'],
  'front-ends': ['drain-front-end', 'return-front-end', 'recover-quorum'],
  'log-shipping': ['setup-log-shipping'],
  pools: ['failover-pool', 'failback-pool', 'evacuate-pool', 'failover-management-store'],
  readiness: ['check-readiness'],
} as const satisfies Record<string, readonly string[]>
