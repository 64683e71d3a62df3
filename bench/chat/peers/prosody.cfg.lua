-- prosody for the chat bench: archive always on, no limits, no TLS, loopback only.
data_path = "{{folder}}"
run_as_root = false
interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
c2s_ports = { {{port}} }
s2s_ports = {}
http_ports = {}
https_ports = {}
component_ports = {}
network_settings = { tcp_backlog = 1024 }
modules_enabled = {
  "roster", "saslauth", "disco", "mam", "carbons", "smacks", "csi_simple", "ping", "register",
  "private", "blocklist", "vcard4", "time", "uptime"
}
modules_disabled = { "tls", "s2s", "dialback", "admin_telnet", "admin_shell", "posix" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
archive_expires_after = "never"
default_archive_policy = true
log = { error = "{{folder}}/prosody.log" }
default_storage = "internal"
{{storage}}
VirtualHost "{{host}}"
Component "{{rooms}}" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_log_presences = false
  restrict_room_creation = false
  muc_room_default_public = true
  muc_room_default_presence_broadcast = {
    visitor = false; participant = false; moderator = false
  }
