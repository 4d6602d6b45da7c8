// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class AssignmentProbeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = \"gqotneakykxfpzfpihrg\";",
                "'Password': 'muyxoo',",
                "assert cfg['password'] == 'muyxoo'",
                "var password: String = \"S3cr3tV@lue\"",
                "user.setPassword(\"hunter2hunter2\")",
                "if (password !== \"PaS5w0rD2#\") {",
                "login -password \"Prl23Db#@\"",
                "mysql -u root --password Sne3sd8AZjq",
                "CREATE USER chuck WITH PASSWORD 'SqLpa5sW0rD';",
                "#define password \"n84ASM54y4\"",
                "ssh me@host (pw:IhqSb1Gg)",
                "DB_PASS=bqye006997",
                "<secret>J38YmIgn2uX2ev9N8yszGdqkCb</secret>",
                "client_secret=\"ukmkglprgmwuckdd\",",
                "\"Apitoken\": \"{\\\"id\\\":\\\"twbu\\\",\\\"key\\\":\\\"387o7356h55539b57ahj0211wj93\\\"}\"",
                "{\"body\":\"{\\\"token\\\":\\\"q8Zr31xTn0LpVb72\\\"}\"}",
                "api_key: b'x8Kf3mPq2LwZ7nRt9VbC'"
            })
    void findsAValueThatIsNoWord(String text) {
        assertThat(found(text)).as(text).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = getPassword()",
                "self.password = password",
                "return password == that.password",
                "password: string",
                "password = \"changeme\"",
                "\"password\": \"test1\"",
                "password: \"********\"",
                "password=${DB_PASSWORD}",
                "password = <your-password-9>",
                "token = request.getToken();",
                "\"token_type\": \"Bearer\"",
                "max_tokens = 1000000000",
                "tokenizer = \"gpt2-medium-1234\"",
                "secretName: my-app-credentials",
                "author: \"jane2-doe3-and-more4\"",
                "TokenFile=\"RTL_INST_CODE.cer\"",
                "passwordEncoder = \"bcrypt10-strong\"",
                "api_key: \"YOUR_API_KEY\"",
                "bypass = \"x8Kf3mPq2LwZ7nRt9VbC\"",
                "keyboard: \"qwerty-1234-layout\"",
                "public_key = \"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKC\""
            })
    void leavesAloneWhatOnlyStandsForAValue(String text) {
        assertThat(found(text)).as(text).isEmpty();
    }

    private static List<String> found(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Scanner.builtIn().scan(bytes, 0, bytes.length).stream()
                .map(Finding::detector)
                .toList();
    }
}
