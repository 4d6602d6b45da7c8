// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

/// What a person sees when everything is up: where it is, and lines to paste.
final class ReadyScreen {
    private static final String QUESTION = "Say hello.";
    private static final String SECRET_QUESTION = "Is AKIAIOSFODNN7EXAMPLE a good key?";

    private ReadyScreen() {}

    static String of(Instance instance) {
        StringBuilder screen = new StringBuilder();
        screen.append("Chaperone is ready: ").append(instance.workspaceUrl()).append('\n');
        line(screen, "gateway", instance.gatewayUrl() + "  (point AI tools here)");
        line(
                screen,
                "proxy",
                instance.proxyUrl()
                        + "  (for tools that take no gateway; trust "
                        + instance.proxyAuthority()
                        + ")");
        line(screen, "data", instance.options().data().toAbsolutePath().normalize().toString());
        DemoCompany company = instance.company();
        if (company == null) {
            addFirstSteps(screen, instance);
        } else {
            line(
                    screen,
                    "model",
                    instance.demoModelUrl()
                            + "/__count  tells how many prompts reached the demo model");
            addDemo(screen, instance.gatewayUrl(), company);
        }
        return screen.append("\nCtrl-C stops it.").toString();
    }

    private static void line(StringBuilder screen, String name, String text) {
        screen.append("  %-10s%s%n".formatted(name, text));
    }

    private static void addFirstSteps(StringBuilder screen, Instance instance) {
        line(
                screen,
                "sign in",
                "with the token in " + instance.options().data().resolve("admin-token"));
        if (!instance.hasUpstreams()) {
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
        screen.append(
                """

                A person and a token for the gateway:
                  %s
                  %s
                """
                        .formatted(
                                CommandLines.addPerson(instance.options().dataOption()),
                                CommandLines.makeToken(instance.options().dataOption())));
    }

    private static void addDemo(StringBuilder screen, String gateway, DemoCompany company) {
        screen.append("\nPeople of ").append(DemoCompany.NAME).append('\n');
        for (DemoCompany.Member member : DemoCompany.MEMBERS) {
            screen.append(
                    "  %-18s%-15s%-20s%s%n"
                            .formatted(
                                    member.name(),
                                    member.role().written(),
                                    String.join(", ", member.teams()),
                                    company.token(member).orElse("(signs in on the page)")));
        }
        String token = company.firstToken();
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
