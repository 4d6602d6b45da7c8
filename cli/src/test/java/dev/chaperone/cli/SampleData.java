// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A data directory of an instance that is well; tests make it sick.
record SampleData(Path directory) {
    private static final String POLICY =
            """
            apiVersion: chaperone.dev/v1
            organization: Northwind
            owner: security@northwind.example
            effective: 2026-11-24
            tools:
              - {tool: claude-code, plans: [api]}
            """;
    private static final String CONFIGURATION =
            """
            upstreams:
              - {name: main, kind: anthropic, base-url: "https://api.anthropic.com"}
            """;

    static SampleData in(Path parent) throws IOException {
        Path directory =
                Files.createDirectory(
                        parent.resolve("data"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        SampleData data = new SampleData(directory);
        data.write("policy.yaml", POLICY);
        data.write("config.yaml", CONFIGURATION);
        data.write("admin-token", Ran.SECRET + "\n");
        return data;
    }

    SampleData write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
        return permit(name, "rw-------");
    }

    SampleData permit(String name, String permissions) throws IOException {
        Files.setPosixFilePermissions(
                directory.resolve(name), PosixFilePermissions.fromString(permissions));
        return this;
    }

    SampleData without(String name) throws IOException {
        Files.delete(directory.resolve(name));
        return this;
    }

    /// Runs here, as this very process.
    SampleData running(String workspace) throws IOException {
        return serverJson(workspace, ProcessHandle.current().pid());
    }

    SampleData serverJson(String url, long pid) throws IOException {
        return write(
                "server.json",
                """
                {"workspace":"%s","gateway":"%s","proxy":null,"demoModel":null,"pid":%d}
                """
                        .formatted(url, url, pid));
    }

    String path() {
        return directory.toString();
    }
}
