// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

/// The command lines that pages offer for copying.
final class CommandLines {
    private CommandLines() {}

    /// A first request with nothing but curl.
    static String curl(String gateway, String token) {
        return """
        curl %s/v1/messages \\
          -H 'authorization: Bearer %s' \\
          -H 'content-type: application/json' \\
          -H 'anthropic-version: 2023-06-01' \\
          -d '{"model":"claude-sonnet-4-5","max_tokens":64,"messages":[{"role":"user","content":"Hello"}]}'\
        """
                .formatted(gateway, token);
    }

    /// Claude Code on the way through the gateway.
    static String claude(String gateway, String token) {
        return "ANTHROPIC_BASE_URL=%s ANTHROPIC_AUTH_TOKEN=%s claude".formatted(gateway, token);
    }

    /// What managed settings of Claude Code hold so that it reports.
    static String claudeTelemetry(String gateway) {
        return """
        {"env": {
          "CLAUDE_CODE_ENABLE_TELEMETRY": "1",
          "OTEL_LOGS_EXPORTER": "otlp",
          "OTEL_METRICS_EXPORTER": "otlp",
          "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json",
          "OTEL_EXPORTER_OTLP_ENDPOINT": "%s",
          "OTEL_EXPORTER_OTLP_HEADERS": "x-chaperone-token=chp_…"
        }}\
        """
                .formatted(gateway);
    }

    /// A first person.
    ///
    /// @param dataOption as [Place#dataOption()]
    static String addPerson(String dataOption) {
        return "./chaperone person add --email ada@example.com --name Ada" + dataOption;
    }

    /// A first token of that person.
    static String makeToken(String dataOption) {
        return "./chaperone token create --person ada@example.com --name laptop" + dataOption;
    }

    /// The company's own secrets, from a file of them.
    static String addSecrets(String dataOption) {
        return "./chaperone secrets add .env --prefix shop." + dataOption;
    }

    /// A secret that nobody has a reason to send.
    static String makeCanary(String dataOption) {
        return "./chaperone secrets canary backup-server" + dataOption;
    }
}
