package dev.undercurrent.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds manifests against the types of the Kubernetes API: unknown fields, missing ones and values of the wrong type. A
 * manifest is read into the client's class and written again, and must be the same then. Enumerations are not checked,
 * as the client's types have none.
 */
final class KubernetesTypes {
    private KubernetesTypes() {}

    /** Whether the API itself has the kind; those of operators it has not. */
    static boolean has(JsonNode manifest) {
        try {
            type(manifest);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** What is wrong with a manifest of a kind the API has. */
    static List<String> problems(JsonNode manifest) {
        List<String> problems = new ArrayList<>();
        try {
            Class<?> type = type(manifest);
            JsonElement given = JsonParser.parseString(manifest.toString());
            type.getMethod("validateJsonElement", JsonElement.class).invoke(null, given);
            JsonElement read = JSON.getGson().toJsonTree(JSON.getGson().fromJson(given, type));
            compare(given, read, manifest.path("kind").asText(), problems);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            problems.add(String.valueOf(cause.getMessage()));
        } catch (ReflectiveOperationException | RuntimeException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }

    /** {@code apps/v1 StatefulSet → V1StatefulSet}, {@code autoscaling/v2 → V2...}. */
    private static Class<?> type(JsonNode manifest) throws ClassNotFoundException {
        String group = manifest.path("apiVersion").asText();
        String version = group.substring(group.indexOf('/') + 1);
        if (group.contains(".") && !group.contains(".k8s.io/")) {
            throw new ClassNotFoundException(group);
        }
        return Class.forName("io.kubernetes.client.openapi.models." + version.toUpperCase(java.util.Locale.ROOT)
                + manifest.path("kind").asText());
    }

    private static void compare(JsonElement given, JsonElement read, String at, List<String> problems) {
        if (read == null) {
            problems.add(at + ": unknown");
        } else if (given.isJsonObject() && read.isJsonObject()) {
            for (Map.Entry<String, JsonElement> entry : given.getAsJsonObject().entrySet()) {
                JsonElement below = read.getAsJsonObject().get(entry.getKey());
                if (!entry.getValue().isJsonNull()) {
                    compare(entry.getValue(), below, at + "." + entry.getKey(), problems);
                }
            }
        } else if (given.isJsonArray() && read.isJsonArray()) {
            for (int index = 0; index < given.getAsJsonArray().size(); index++) {
                compare(
                        given.getAsJsonArray().get(index),
                        read.getAsJsonArray().get(index),
                        at + "[" + index + "]",
                        problems);
            }
        } else if (!same(given, read)) {
            problems.add(at + ": " + given + " is read as " + read);
        }
    }

    private static boolean same(JsonElement given, JsonElement read) {
        boolean numbers = given.isJsonPrimitive()
                && read.isJsonPrimitive()
                && given.getAsJsonPrimitive().isNumber()
                && read.getAsJsonPrimitive().isNumber();
        return numbers ? given.getAsDouble() == read.getAsDouble() : given.equals(read);
    }
}
