package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class HarnessCodeTest {

  @Test
  void tellsTheVersionsOfWhatComputes() {
    Map<String, String> code = HarnessCode.describe();
    assertThat(code.get("code")).matches("[0-9a-f]{64}");
    assertThat(code.get("nd4j")).matches("[0-9]+\\.[0-9]+\\..*");
    assertThat(code.get("jdk")).startsWith(Integer.toString(Runtime.version().feature()));
  }

  @Test
  void isTheSameWheneverItIsAsked() {
    assertThat(HarnessCode.describe()).isEqualTo(HarnessCode.describe());
  }

  @Test
  void anotherNd4jIsPartOfTheHashAndThatOfTheFormatIsNot() {
    assertThat(HarnessCode.libraryParts(List.of("1.0.0-M2.1", "1.0.0-M2.1"))).isEmpty();
    assertThat(HarnessCode.libraryParts(List.of("1.0.0-M3", "1.0.0-M2.1")))
        .containsExactly("1.0.0-M3", "1.0.0-M2.1");
  }

  @Test
  void namesACommitOnlyWhereTheBuildKnewIt() {
    Properties build = new Properties();
    assertThat(HarnessCode.commit(build)).isEmpty();
    build.setProperty("commit", "${robustgrid.commit}");
    assertThat(HarnessCode.commit(build)).isEmpty();
    build.setProperty("commit", "0".repeat(40) + "-dirty");
    assertThat(HarnessCode.commit(build)).contains("0".repeat(40) + "-dirty");
  }
}
