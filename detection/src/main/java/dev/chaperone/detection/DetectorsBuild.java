// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the build runs behind the compiler: reads the YAML files and leaves the detectors behind in
/// the form that [PreparedDetectors] reads. Nothing of it is used at run time.
final class DetectorsBuild {
    private static final List<String> FILES =
            List.of(
                    "programs",
                    "company",
                    "ai",
                    "business",
                    "cloud",
                    "code-hosting",
                    "communication",
                    "crypto",
                    "data",
                    "finance",
                    "gaming",
                    "generic",
                    "identity",
                    "infrastructure",
                    "iot",
                    "maps",
                    "marketing",
                    "media",
                    "observability",
                    "payments",
                    "personal",
                    "security",
                    "social");

    private DetectorsBuild() {}

    /// @param arguments the folder of the compiled classes
    static void main(String[] arguments) throws IOException {
        String folder = DetectorsBuild.class.getPackageName().replace('.', '/');
        Path file = Path.of(arguments[0], folder, PreparedDetectors.RESOURCE);
        Files.write(file, PreparedDetectors.write(fromYaml()));
    }

    /// @throws IllegalArgumentException names file, line and what is wrong
    static List<Rule> fromYaml() {
        List<Rule> rules = new ArrayList<>();
        for (String file : FILES) {
            byte[] yaml = PreparedDetectors.bytes("detectors/" + file + ".yaml");
            rules.addAll(
                    DetectorFile.read(file + ".yaml", new String(yaml, StandardCharsets.UTF_8)));
        }
        return rules;
    }
}
