// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/// The build prepares what the YAML files say, all of it and nothing else.
class PreparedDetectorsTest {
    private static final List<Rule> YAML = DetectorsBuild.fromYaml();
    private static final Path SOURCES = Path.of("src/main/resources/dev/chaperone/detection");

    @Test
    void areExactlyThoseOfTheFiles() {
        List<Rule> prepared = PreparedDetectors.read(PreparedDetectors.bytes());

        assertThat(prepared).usingRecursiveComparison().isEqualTo(YAML);
    }

    @Test
    void areThoseOfThisBuild() {
        assertThat(PreparedDetectors.bytes())
                .as("prepared by this build from these files")
                .isEqualTo(PreparedDetectors.write(YAML));
        assertThat(SOURCES.resolve(PreparedDetectors.RESOURCE))
                .as("a file that is kept beside its source could be older than it")
                .doesNotExist();
    }
}
