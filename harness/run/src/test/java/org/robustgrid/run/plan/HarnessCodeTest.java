package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class HarnessCodeTest {

  @Test
  void reports_the_versions_of_its_libraries() {
    Map<String, String> code = HarnessCode.describe();
    assertThat(code.get("code")).matches("[0-9a-f]{64}");
    assertThat(code.get("code.engine")).matches("[0-9a-f]{64}");
    assertThat(code.get("nd4j")).matches("[0-9]+\\.[0-9]+\\..*");
    assertThat(code.get("jdk")).startsWith(Integer.toString(Runtime.version().feature()));
  }

  @Test
  void is_the_same_whenever_it_is_asked() {
    assertThat(HarnessCode.describe()).isEqualTo(HarnessCode.describe());
  }

  @Test
  void of_one_executor_leaves_out_that_of_the_others() {
    Map<String, String> code = Map.of("code", "a", "code.engine", "b", "code.other", "c");
    assertThat(HarnessCode.of(code, "engine")).containsExactly("a", "b");
    assertThat(HarnessCode.isOfOther("code.other", "engine")).isTrue();
    assertThat(HarnessCode.isOfOther("code.engine", "engine")).isFalse();
    assertThat(HarnessCode.isOfOther("code", "engine")).isFalse();
  }

  @Test
  void another_nd4j_is_part_of_the_hash_and_that_of_the_format_is_not() {
    assertThat(HarnessCode.libraryParts(List.of("1.0.0-M2.1", "1.0.0-M2.1"))).isEmpty();
    assertThat(HarnessCode.libraryParts(List.of("1.0.0-M3", "1.0.0-M2.1")))
        .containsExactly("1.0.0-M3", "1.0.0-M2.1");
  }

  @Test
  void names_a_commit_only_where_the_build_knew_it() {
    Properties build = new Properties();
    assertThat(HarnessCode.commit(build)).isEmpty();
    build.setProperty("commit", "${robustgrid.commit}");
    assertThat(HarnessCode.commit(build)).isEmpty();
    build.setProperty("commit", "0".repeat(40) + "-dirty");
    assertThat(HarnessCode.commit(build)).contains("0".repeat(40) + "-dirty");
  }
}
