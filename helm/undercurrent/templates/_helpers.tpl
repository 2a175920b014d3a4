{{- define "undercurrent.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 52 | trimSuffix "-" }}
{{- end }}

{{/* At most 52 characters: Kubernetes adds a hash of 10 to a StatefulSet's name and uses both as a label. */}}
{{- define "undercurrent.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if contains (include "undercurrent.name" .) .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "undercurrent.name" .) | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "undercurrent.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (ternary (include "undercurrent.fullname" .) "default" .Values.serviceAccount.create) }}
{{- end }}

{{- define "undercurrent.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ include "undercurrent.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: undercurrent
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The component keeps the pod of helm test out of every selector. */}}
{{- define "undercurrent.selectorLabels" -}}
app.kubernetes.io/name: {{ include "undercurrent.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: detector
{{- end }}

{{/* Without the chart's version, which must not restart pods. */}}
{{- define "undercurrent.podLabels" -}}
{{ include "undercurrent.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- with .Values.podLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "undercurrent.testLabels" -}}
app.kubernetes.io/name: {{ include "undercurrent.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: test
{{- end }}

{{/* The reference of an image, given as (list image default-tag). */}}
{{- define "undercurrent.image" -}}
{{- $image := index . 0 }}
{{- with $image.registry }}{{ . }}/{{ end }}{{ $image.repository }}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default (index . 1) }}{{ end }}
{{- end }}

{{- define "undercurrent.autoscaled" -}}
{{- if or .Values.autoscaling.hpa.enabled .Values.autoscaling.keda.enabled }}true{{ end }}
{{- end }}

{{/* The TOPOLOGY argument: a name of the image's, or a mounted file, whose models lie in the folder above its own. */}}
{{- define "undercurrent.topology" -}}
{{- if eq .Values.topology.from "image" }}{{ .Values.topology.name }}{{ else }}/etc/undercurrent/topologies/{{ .Values.topology.name }}.yaml{{ end }}
{{- end }}

{{/* The inline topology as YAML; empty where there is none. */}}
{{- define "undercurrent.inlineTopology" -}}
{{- if eq .Values.topology.from "inline" }}
{{- $parsed := fromYaml .Values.topology.inline.topology }}
{{- with $parsed.Error }}{{ fail (printf "topology.inline.topology: not YAML (expected: the text of a topology file); %s" .) }}{{ end }}
{{- toYaml $parsed }}
{{- end }}
{{- end }}

{{/* Name of the mounted model: what the topology says, else its own. */}}
{{- define "undercurrent.modelName" -}}
{{- $model := "" }}
{{- if eq .Values.topology.from "inline" }}
{{- $model = (fromYaml (include "undercurrent.inlineTopology" .)).model | default "auto" }}
{{- else }}
{{- $model = .Values.topology.configMap.modelName | default "auto" }}
{{- end }}
{{- if eq $model "auto" }}{{ .Values.topology.name }}{{ else }}{{ $model }}{{ end }}
{{- end }}

{{- define "undercurrent.topologyConfigMap" -}}
{{- if eq .Values.topology.from "inline" }}{{ include "undercurrent.fullname" . }}-topology{{ else }}{{ .Values.topology.configMap.name }}{{ end }}
{{- end }}

{{/* The volume with the topology, and how it is mounted; both empty for a topology of the image. */}}
{{- define "undercurrent.topologyVolume" -}}
{{- $topology := .Values.topology }}
{{- if has $topology.from (list "inline" "configMap") }}
{{- $modelKey := ternary (ternary "model.yaml" "" (ne $topology.inline.model "")) $topology.configMap.modelKey (eq $topology.from "inline") }}
- name: topology
  configMap:
    name: {{ include "undercurrent.topologyConfigMap" . }}
    items:
      - key: {{ ternary "topology.yaml" $topology.configMap.topologyKey (eq $topology.from "inline") }}
        path: topologies/{{ $topology.name }}.yaml
      {{- with $modelKey }}
      - key: {{ . }}
        path: models/{{ include "undercurrent.modelName" $ }}/model.yaml
      {{- end }}
{{- else if eq $topology.from "volume" }}
- name: topology
  {{- toYaml $topology.volume.source | nindent 2 }}
{{- else if and (eq $topology.from "artifact") (eq $topology.artifact.as "volume") }}
- name: topology
  image:
    reference: {{ $topology.artifact.reference }}
    pullPolicy: {{ $topology.artifact.pullPolicy }}
{{- else if eq $topology.from "artifact" }}
- name: topology
  emptyDir: {sizeLimit: 16Mi}
{{- end }}
{{- end }}

{{- define "undercurrent.topologyMount" -}}
{{- $topology := .Values.topology }}
{{- if ne $topology.from "image" }}
- name: topology
  mountPath: /etc/undercurrent
  readOnly: true
  {{- $folder := "" }}
  {{- if eq $topology.from "volume" }}{{ $folder = $topology.volume.subPath }}{{ end }}
  {{- if and (eq $topology.from "artifact") (eq $topology.artifact.as "volume") }}{{ $folder = $topology.artifact.path }}{{ end }}
  {{- with $folder }}
  subPath: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Where the file of client properties lies. */}}
{{- define "undercurrent.commandConfig" -}}
/etc/undercurrent-client/{{ ternary .Values.kafka.commandConfig.key "client.properties" (ne .Values.kafka.commandConfig.existingSecret "") }}
{{- end }}

{{/* Settings as variables, one a line: {section: {property: value}} and {property: value}. */}}
{{- define "undercurrent.settings" -}}
{{- $settings := deepCopy .Values.settings }}
{{- if or (gt (int .Values.replicas) 1) (include "undercurrent.autoscaled" .) }}
{{- $settings = merge $settings (dict "runtime" (dict "standbys" .Values.standbys)) }}
{{- end }}
{{- range $section, $properties := $settings }}
{{- if kindIs "map" $properties }}
{{- range $property, $value := $properties }}
{{ include "undercurrent.variable" (list (printf "%s_%s" $section $property) $value) }}
{{- end }}
{{- else }}
{{ include "undercurrent.variable" (list $section $properties) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Helm reads every number as a float, whose text is an exponent from a million on. */}}
{{- define "undercurrent.variable" -}}
{{- $value := index . 1 }}
{{- $whole := and (kindIs "float64" $value) (eq (floor $value) $value) -}}
- name: UNDERCURRENT_{{ index . 0 | upper | replace "-" "_" }}
  value: {{ ternary (printf "%.0f" (float64 (ternary $value 0 $whole))) (toString $value) $whole | quote }}
{{- end }}
