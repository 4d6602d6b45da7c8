// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/// A gateway that speaks http to other machines hands out no tokens.
@Timeout(600)
final class SignInOverHttpTest {
    @Test
    void refusesTheSignInAndSaysHowToHaveIt(@TempDir Path data) throws Exception {
        try (RunningDemo site = RunningDemo.start(data, "--bind", "0.0.0.0", "--behind-tls-proxy");
                SigningInTool tool = new SigningInTool(site.instance().gatewayUrl())) {
            HttpResponse<String> discovery = tool.get("/.well-known/oauth-authorization-server");
            assertThat(discovery.statusCode()).isEqualTo(404);
            assertThat(discovery.body()).contains("over https only");
            assertThat(tool.post("/oauth/device_authorization", Map.of()).statusCode())
                    .isEqualTo(404);
            assertThat(site.get("/api/v1/checks", site.adminToken()).body())
                    .contains("claude-code sign-in", "claude-code.gateway-url");
        }
    }
}
