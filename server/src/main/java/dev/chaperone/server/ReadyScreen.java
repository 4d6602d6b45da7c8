// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

/// What a person sees when everything is up: where it is, and lines to paste.
final class ReadyScreen {
    private static final String QUESTION = "Say hello.";
    private static final String SECRET_QUESTION = "Is AKIAIOSFODNN7EXAMPLE a good key?";

    private ReadyScreen() {}

    static String of(Instance instance) {
        StringBuilder screen = new StringBuilder();
        screen.append("Chaperone is ready: ").append(instance.gatewayUrl()).append(" (gateway)\n");
        screen.append("  data      ")
                .append(instance.options().data().toAbsolutePath().normalize());
        screen.append('\n');
        String token = instance.demoToken();
        if (token != null) {
            screen.append("  model     ").append(instance.demoModelUrl());
            screen.append("/__count tells how many prompts reached the demo model\n");
            addDemo(screen, instance.gatewayUrl(), token);
        } else if (!instance.hasUpstreams()) {
            screen.append(
                    """

                    No model is set up yet. Put this into %s and start again:

                      upstreams:
                        - name: main
                          kind: anthropic
                          base-url: https://api.anthropic.com
                          credential: {env: ANTHROPIC_API_KEY}
                          plan: api
                    """
                            .formatted(instance.options().configFile()));
        }
        return screen.append("\nCtrl-C stops it.").toString();
    }

    private static void addDemo(StringBuilder screen, String gateway, String token) {
        screen.append("\nAn answer from the demo model:\n").append(curl(gateway, token, QUESTION));
        screen.append("\nThe same with a secret in the prompt is refused and does not leave:\n");
        screen.append(curl(gateway, token, SECRET_QUESTION));
        screen.append(
                """

                Claude Code through the gateway:
                  ANTHROPIC_BASE_URL=%s ANTHROPIC_AUTH_TOKEN=%s \\
                  ANTHROPIC_CUSTOM_HEADERS='x-chaperone-repository: northwind/shop' \\
                  claude -p 'Read README.md, then run ls'
                """
                        .formatted(gateway, token));
    }

    private static String curl(String gateway, String token, String question) {
        return """
          curl %s/v1/messages -H 'authorization: Bearer %s' \\
            -H 'content-type: application/json' -H 'x-chaperone-repository: northwind/shop' \\
            -d '{"model":"claude-demo","max_tokens":200,"messages":[{"role":"user","content":"%s"}]}'
        """
                .formatted(gateway, token, question)
                .indent(0);
    }
}
