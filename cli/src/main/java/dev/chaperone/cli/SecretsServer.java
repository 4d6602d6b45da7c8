// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.detection.Fingerprint;
import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.KnownSecret;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The server's list of the company's own secrets. Values do not go there.
final class SecretsServer {
    private static final String PATH = "/api/v1/known-secrets";
    private static final int AT_ONCE = 200;

    private final Api api;

    SecretsServer(Api api) {
        this.api = api;
    }

    FingerprintKey key() throws CommandFailure {
        String path = PATH + "/key";
        Reply reply = answer(path, () -> api.get(path));
        JsonObject json = reply.json();
        String key = json == null ? null : json.text("key");
        try {
            if (key != null) {
                return FingerprintKey.parse(key);
            }
        } catch (IllegalArgumentException e) {
            // Told below: the message could hold the key.
        }
        throw new Refusal(api, path, reply).strange("answered without a key");
    }

    /// Adds them, some at a time; what was added when a later part fails stays added.
    void add(List<KnownSecret> secrets) throws CommandFailure {
        for (int from = 0; from < secrets.size(); from += AT_ONCE) {
            List<JsonObject> part =
                    secrets.subList(from, Math.min(secrets.size(), from + AT_ONCE)).stream()
                            .map(SecretsServer::json)
                            .toList();
            answer(PATH, () -> api.post(PATH, new JsonObject(Map.of("secrets", part))));
        }
    }

    private static JsonObject json(KnownSecret secret) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", secret.name());
        members.put("kind", secret.kind().written());
        members.put(
                "fingerprints", secret.fingerprints().stream().map(Fingerprint::written).toList());
        return new JsonObject(members);
    }

    void remove(String name) throws CommandFailure {
        String path = PATH + "/" + name;
        answer(path, () -> api.delete(path));
    }

    /// All of them, the newest first.
    List<JsonObject> list() throws CommandFailure {
        List<JsonObject> all = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            String path = PATH + "?limit=500" + cursor;
            Reply reply = answer(path, () -> api.get(path));
            JsonObject page = reply.json();
            List<JsonObject> items = page == null ? null : page.objects("items");
            if (page == null || items == null) {
                throw new Refusal(api, path, reply).strange("answered without 'items'");
            }
            all.addAll(items);
            String next = page.text("next");
            cursor = next == null ? null : "&cursor=" + next;
        }
        return all;
    }

    @FunctionalInterface
    private interface Asking {
        Reply ask() throws UnreachableException;
    }

    private Reply answer(String path, Asking asking) throws CommandFailure {
        try {
            Reply reply = asking.ask();
            if (!reply.isSuccess()) {
                throw new Refusal(api, path, reply).failure();
            }
            return reply;
        } catch (UnreachableException e) {
            throw new CommandFailure(ExitCode.CANNOT_REACH, e.sentence());
        }
    }
}
