// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

final class AfterSignInTest {
    @Test
    void leadsBackToThePageWhoseFormWasSent() {
        assertThat(after("http://127.0.0.1:8600/people/person_1?x=1#top"))
                .isEqualTo("/people/person_1");
    }

    @Test
    void leadsNowhereElse() {
        for (String referer :
                new String[] {
                    "https://evil.example//evil.example",
                    "//evil.example",
                    "https://evil.example/\\evil.example",
                    "javascript:alert(1)",
                    "https://evil.example/%2F%2Fevil.example",
                    "https://evil.example/%5Cevil.example/",
                    "https://evil.example/a/../../b",
                    "/a\r\nlocation: x",
                    "https://evil.example/",
                    ""
                }) {
            assertThat(after(referer)).as(referer).isEqualTo("/");
        }
        assertThat(after("https://evil.example/policy"))
                .as("the path alone, which is ours")
                .isEqualTo("/policy");
    }

    @Test
    void takesNoAddressFromWhatWasAsked() {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/sign-in");
        request.setParameter("next", "https://evil.example");
        request.setParameter("redirect_uri", "https://evil.example");
        AfterSignIn.remember(request);
        assertThat(AfterSignIn.next(request)).isEqualTo("/");
    }

    private static String after(String referer) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/policy/publish");
        request.addHeader("referer", referer);
        AfterSignIn.rememberPageBefore(request);
        return AfterSignIn.next(request);
    }
}
