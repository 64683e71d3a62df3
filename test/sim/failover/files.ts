export type NodePorts = { postgres: number; rest: number };

type NodeFile = {
  name: string;
  folder: string;
  ports: NodePorts;
  etcdPort: number;
  binDir: string;
};

/** How Patroni keeps one of the two; what it says is the recipe's, but for ports and paths. */
export function patroniFile({ name, folder, ports, etcdPort, binDir }: NodeFile): string {
  return `scope: plaza
name: ${name}
restapi:
  listen: 127.0.0.1:${ports.rest}
  connect_address: 127.0.0.1:${ports.rest}
etcd3:
  host: 127.0.0.1:${etcdPort}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 5
    retry_timeout: 5
    synchronous_mode: true
    postgresql:
      use_pg_rewind: true
      parameters:
        max_connections: 200
        wal_log_hints: 'on'
        timezone: UTC
        log_min_messages: log
  initdb:
    - encoding: UTF8
    - locale: C.UTF-8
    - data-checksums
  pg_hba:
    - local all all trust
    - host all all 127.0.0.1/32 scram-sha-256
    - host replication replicator 127.0.0.1/32 scram-sha-256
postgresql:
  listen: 127.0.0.1:${ports.postgres}
  connect_address: 127.0.0.1:${ports.postgres}
  data_dir: ${folder}/data
  bin_dir: ${binDir}
  pgpass: ${folder}/pgpass
  authentication:
    superuser:
      username: postgres
      password: secret
    replication:
      username: replicator
      password: secret
  parameters:
    unix_socket_directories: ${folder}
tags:
  nofailover: false
`;
}

type Behind = { name: string; ports: NodePorts };

/** HAProxy sends everybody to whoever Patroni says is primary, and ends what went elsewhere. */
export function haproxyFile(port: number, nodes: readonly Behind[]): string {
  const servers = nodes.map(
    ({ name, ports }) => `  server ${name} 127.0.0.1:${ports.postgres} check port ${ports.rest}`,
  );
  return `defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h

listen postgres
  bind 127.0.0.1:${port}
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join('\n')}
`;
}
