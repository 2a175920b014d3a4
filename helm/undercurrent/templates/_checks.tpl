{{/* What a schema cannot say: how values belong together. The first problem ends the rendering. */}}
{{- define "undercurrent.checks" -}}
{{- $topology := .Values.topology }}
{{- $kafka := .Values.kafka }}
{{- if not $topology.name }}{{ fail "topology.name: empty (expected: the name of a topology, which prefixes its application id and topics)" }}{{ end }}
{{- if not $kafka.bootstrapServers }}{{ fail "kafka.bootstrapServers: empty (expected: host:port,...)" }}{{ end }}
{{- $needed := dict "inline" $topology.inline.topology "configMap" $topology.configMap.name "volume" $topology.volume.source "artifact" $topology.artifact.reference }}
{{- $names := dict "inline" "inline.topology" "configMap" "configMap.name" "volume" "volume.source" "artifact" "artifact.reference" }}
{{- range $from, $value := $needed }}
{{- if and (eq $from $topology.from) (not $value) }}{{ fail (printf "topology.%s: empty (expected: a value, as topology.from is %s)" (get $names $from) $from) }}{{ end }}
{{- if and (ne $from $topology.from) $value }}{{ fail (printf "topology.%s: given (expected: none, as topology.from is %s)" (get $names $from) $topology.from) }}{{ end }}
{{- end }}
{{- include "undercurrent.kafkaChecks" $kafka }}
{{- range $name, $value := $kafka.properties }}
{{- if regexMatch "password|jaas|secret|[.]key$" $name }}
{{- fail (printf "kafka.properties.%s: a secret does not belong into values (expected: kafka.sasl.existingSecret, kafka.tls.existingSecret or kafka.commandConfig.existingSecret)" $name) }}
{{- end }}
{{- if has $name (list "security.protocol" "bootstrap.servers" "sasl.mechanism" "config.providers") }}{{ fail (printf "kafka.properties.%s: set by the chart (expected: the value of its own, such as kafka.securityProtocol)" $name) }}{{ end }}
{{- end }}
{{- $scaling := .Values.autoscaling }}
{{- if and $scaling.hpa.enabled $scaling.keda.enabled }}{{ fail "autoscaling: hpa and keda (expected: one of them, as KEDA makes a HorizontalPodAutoscaler of its own)" }}{{ end }}
{{- if and (include "undercurrent.autoscaled" .) (gt (int $scaling.minReplicas) (int $scaling.maxReplicas)) }}{{ fail (printf "autoscaling.minReplicas: %d (expected: 1..autoscaling.maxReplicas %d)" (int $scaling.minReplicas) (int $scaling.maxReplicas)) }}{{ end }}
{{- if and .Values.metrics.podMonitor.enabled .Values.metrics.serviceMonitor.enabled }}{{ fail "metrics: podMonitor and serviceMonitor (expected: one of them, as every event would count twice)" }}{{ end }}
{{- end }}

{{- define "undercurrent.kafkaChecks" -}}
{{- $sasl := hasPrefix "SASL_" .securityProtocol }}
{{- $tls := hasSuffix "SSL" .securityProtocol }}
{{- if .commandConfig.existingSecret }}
{{- if or .sasl.existingSecret .tls.existingSecret }}{{ fail "kafka.commandConfig.existingSecret: beside kafka.sasl or kafka.tls (expected: one of them; the file holds all client properties)" }}{{ end }}
{{- else }}
{{- if and $sasl (not .sasl.existingSecret) }}{{ fail (printf "kafka.sasl.existingSecret: empty (expected: a Secret, as kafka.securityProtocol is %s)" .securityProtocol) }}{{ end }}
{{- if and .sasl.existingSecret (not $sasl) }}{{ fail (printf "kafka.securityProtocol: %s (expected: SASL_PLAINTEXT or SASL_SSL, as kafka.sasl.existingSecret is given)" .securityProtocol) }}{{ end }}
{{- if and .tls.existingSecret (not $tls) }}{{ fail (printf "kafka.securityProtocol: %s (expected: SSL or SASL_SSL, as kafka.tls.existingSecret is given)" .securityProtocol) }}{{ end }}
{{- if and $sasl (has .sasl.mechanism (list "OAUTHBEARER" "GSSAPI")) (not .sasl.jaasKey) }}{{ fail (printf "kafka.sasl.jaasKey: empty (expected: the key of a sasl.jaas.config, as kafka.sasl.mechanism is %s)" .sasl.mechanism) }}{{ end }}
{{- if and .tls.existingSecret (eq .tls.format "PEM") (ne (empty .tls.keystore.key) (empty .tls.keystore.certificateKey)) }}{{ fail "kafka.tls.keystore: key or certificateKey alone (expected: both or none, as kafka.tls.format is PEM)" }}{{ end }}
{{- end }}
{{- end }}
