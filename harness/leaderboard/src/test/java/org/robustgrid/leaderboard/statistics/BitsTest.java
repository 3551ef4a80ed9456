package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitsTest {

  private final SplittableRandom random = new SplittableRandom(5);

  private String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextBoolean() ? '1' : '0');
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 200})
  void bits_are_read_written_and_counted_as_their_text(int length) throws Exception {
    String text = text(length);
    Bits bits = Bits.of(text);
    assertThat(bits.length()).isEqualTo(length);
    assertThat(bits).hasToString(text).isEqualTo(Bits.of(bits.toArray()));
    assertThat(bits.count()).isEqualTo((int) text.chars().filter(c -> c == '1').count());
    String json = new ObjectMapper().writeValueAsString(bits);
    assertThat(json).isEqualTo("\"" + text + "\"");
    assertThat(new ObjectMapper().readValue(json, Bits.class)).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 70, 128, 130})
  void bits_are_compared_on_the_samples_that_both_have(int length) {
    Bits one = Bits.of(text(length));
    Bits other = Bits.of(text(100));
    int both = Math.min(length, 100);
    assertThat(one.and(other)).isEqualTo(Bits.of(both, i -> one.get(i) && other.get(i)));
    assertThat(one.andNot(other)).isEqualTo(Bits.of(both, i -> one.get(i) && !other.get(i)));
    assertThat(other.andNot(one)).isEqualTo(Bits.of(both, i -> other.get(i) && !one.get(i)));
    assertThat(one.first(both)).isEqualTo(Bits.of(one.toString().substring(0, both)));
    assertThat(one.andNot(other).right().toArray())
        .containsExactly(
            java.util.stream.IntStream.range(0, both)
                .filter(i -> one.get(i) && !other.get(i))
                .toArray());
  }

  @Test
  void samples_that_bits_do_not_have_are_refused() {
    Bits bits = Bits.of("101");
    assertThatThrownBy(() -> bits.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bits.first(4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_text_of_anything_else_is_refused_by_its_place() {
    assertThatThrownBy(() -> Bits.of("10x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample 2 is x");
  }
}
