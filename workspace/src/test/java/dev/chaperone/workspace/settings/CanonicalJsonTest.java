// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.Set;

class CanonicalJsonTest {
    @Test
    void sortsMembersAtEveryLevelAndLeavesOutWhiteSpace() {
        assertThat(
                        text(
                                """
                                {"permissions": {"deny": ["Read(./.env)", "Bash"], "allow": []},
                                 "env": {"B": "2", "A": "1", "a": {}},
                                 "allowManagedHooksOnly": true, "x": null}
                                """))
                .isEqualTo(
                        "{\"allowManagedHooksOnly\":true,\"env\":{\"A\":\"1\",\"B\":\"2\",\"a\":{}},"
                                + "\"permissions\":{\"allow\":[],\"deny\":[\"Read(./.env)\",\"Bash\"]},"
                                + "\"x\":null}");
    }

    /// The digest was made by `printf '{"env":{"A":"1","B":"ü"}}' | sha256sum`.
    @Test
    void makesTheChecksumThatAnybodyElseMakes() {
        ServedSettings settings =
                ServedSettings.read(Set.of(), "{ \"env\": {\"B\":\"\\u00fc\", \"A\":\"1\"} }");

        assertThat(settings.checksum())
                .hasToString(
                        "sha256:37be659a6ab1146d1226a73199cba83cfcc58026e630c365f73a580bb7d491fd");
    }

    @Test
    void writesStringsAsJavaScriptDoes() {
        assertThat(text("{\"s\":\"\\u001f\\t\\/é\\ud83d\\ude00\\u007f\\\\\\\"\"}"))
                .isEqualTo("{\"s\":\"\\u001f\\t/é😀\u007f\\\\\\\"\"}");
        assertThat(text("{\"s\":\"\\ud83d\"}")).isEqualTo("{\"s\":\"\\ud83d\"}");
    }

    @Test
    void writesNumbersAsJavaScriptDoes() {
        assertThat(text("{\"n\":[1.0,0.10,0.1000000000000000001,100,-7,1e3,0,-0.0]}"))
                .isEqualTo("{\"n\":[1,0.1,0.1,100,-7,1000,0,0]}");
    }

    @Test
    void refusesWhatIsNotWrittenTheSameByAll() {
        for (String number : new String[] {"1e22", "1e-9", "9007199254740993"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> text("{\"n\":" + number + "}"));
        }
        for (String other : new String[] {"[]", "1", "", "{", "{\"a\":1} {}"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> text(other));
        }
    }

    private static String text(String written) {
        return ServedSettings.read(Set.of(), written).text();
    }
}
