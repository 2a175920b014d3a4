{{/*
The clients' properties. Secrets are mounted as files, and the clients read them from there by Kafka's
DirectoryConfigProvider: this text holds none and may lie in a ConfigMap.
*/}}
{{- define "undercurrent.clientProperties" -}}
{{- $kafka := .Values.kafka -}}
security.protocol={{ $kafka.securityProtocol }}
{{- if or $kafka.sasl.existingSecret $kafka.tls.existingSecret }}
config.providers=secret
config.providers.secret.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider
config.providers.secret.param.allowed.paths=/etc/undercurrent-secrets
{{- end }}
{{- if $kafka.sasl.existingSecret }}
sasl.mechanism={{ $kafka.sasl.mechanism }}
{{- if $kafka.sasl.jaasKey }}
sasl.jaas.config={{ include "undercurrent.secret" (list "sasl" $kafka.sasl.jaasKey) }}
{{- else }}
{{- $module := ternary "org.apache.kafka.common.security.plain.PlainLoginModule" "org.apache.kafka.common.security.scram.ScramLoginModule" (eq $kafka.sasl.mechanism "PLAIN") }}
sasl.jaas.config={{ $module }} required username="{{ include "undercurrent.secret" (list "sasl" $kafka.sasl.usernameKey) }}" password="{{ include "undercurrent.secret" (list "sasl" $kafka.sasl.passwordKey) }}";
{{- end }}
{{- end }}
{{- if $kafka.tls.existingSecret }}
{{- include "undercurrent.truststore" $kafka.tls }}
{{- include "undercurrent.keystore" $kafka.tls }}
{{- end }}
{{- range $name, $value := $kafka.properties }}
{{ $name }}={{ toString $value | replace "\\" "\\\\" | replace "\n" "\\n" }}
{{- end }}
{{ end }}

{{- define "undercurrent.secret" -}}
${secret:/etc/undercurrent-secrets/{{ index . 0 }}:{{ index . 1 }}}
{{- end }}

{{- define "undercurrent.truststore" -}}
{{- if .truststore.key }}
ssl.truststore.type={{ .format }}
{{- if eq .format "PEM" }}
ssl.truststore.certificates={{ include "undercurrent.secret" (list "tls" .truststore.key) }}
{{- else }}
ssl.truststore.location=/etc/undercurrent-secrets/tls/{{ .truststore.key }}
{{- end }}
{{- with .truststore.passwordKey }}
ssl.truststore.password={{ include "undercurrent.secret" (list "tls" .) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "undercurrent.keystore" -}}
{{- if .keystore.key }}
ssl.keystore.type={{ .format }}
{{- if eq .format "PEM" }}
ssl.keystore.key={{ include "undercurrent.secret" (list "tls" .keystore.key) }}
ssl.keystore.certificate.chain={{ include "undercurrent.secret" (list "tls" .keystore.certificateKey) }}
{{- with .keystore.passwordKey }}
ssl.key.password={{ include "undercurrent.secret" (list "tls" .) }}
{{- end }}
{{- else }}
ssl.keystore.location=/etc/undercurrent-secrets/tls/{{ .keystore.key }}
{{- with .keystore.passwordKey }}
ssl.keystore.password={{ include "undercurrent.secret" (list "tls" .) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The volumes of the clients: their properties, and the secrets those name. Only the keys in use are mounted. */}}
{{- define "undercurrent.clientVolumes" -}}
{{- $kafka := .Values.kafka }}
- name: client
  {{- if $kafka.commandConfig.existingSecret }}
  secret:
    secretName: {{ $kafka.commandConfig.existingSecret }}
    defaultMode: 288 # 0440
    items:
      - {key: {{ $kafka.commandConfig.key }}, path: {{ $kafka.commandConfig.key }}}
  {{- else }}
  configMap:
    name: {{ include "undercurrent.fullname" . }}-client
  {{- end }}
{{- if $kafka.sasl.existingSecret }}
- name: sasl
  secret:
    secretName: {{ $kafka.sasl.existingSecret }}
    defaultMode: 288 # 0440
    items:
      {{- range $key := ternary (list $kafka.sasl.jaasKey) (list $kafka.sasl.usernameKey $kafka.sasl.passwordKey) (ne $kafka.sasl.jaasKey "") }}
      - {key: {{ $key }}, path: {{ $key }}}
      {{- end }}
{{- end }}
{{- if $kafka.tls.existingSecret }}
- name: tls
  secret:
    secretName: {{ $kafka.tls.existingSecret }}
    defaultMode: 288 # 0440
    items:
      {{- range $key := list $kafka.tls.truststore.key $kafka.tls.truststore.passwordKey $kafka.tls.keystore.key $kafka.tls.keystore.certificateKey $kafka.tls.keystore.passwordKey | compact | uniq }}
      - {key: {{ $key }}, path: {{ $key }}}
      {{- end }}
{{- end }}
{{- end }}

{{- define "undercurrent.clientMounts" -}}
- {name: client, mountPath: /etc/undercurrent-client, readOnly: true}
{{- if .Values.kafka.sasl.existingSecret }}
- {name: sasl, mountPath: /etc/undercurrent-secrets/sasl, readOnly: true}
{{- end }}
{{- if .Values.kafka.tls.existingSecret }}
- {name: tls, mountPath: /etc/undercurrent-secrets/tls, readOnly: true}
{{- end }}
{{- end }}
