package org.robustgrid.spi.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentHashTest {

  /** Samples of two numbers: i and i + 0.5, of class i modulo 3; one of them may be changed. */
  private record Numbers(int size, int changed) implements DataView {

    @Override
    public void read(int[] indices, float[] images, int[] labels) {
      for (int i = 0; i < indices.length; i++) {
        images[2 * i] = indices[i];
        images[2 * i + 1] = indices[i] == changed ? -1 : indices[i] + 0.5f;
        labels[i] = label(indices[i]);
      }
    }

    @Override
    public int label(int index) {
      return index % 3;
    }
  }

  @Test
  void bytes_have_their_sha256_in_hexadecimal() {
    assertThat(ContentHash.of("abc".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void the_order_of_hashes_counts() {
    assertThat(ContentHash.of(List.of("a", "b"))).isNotEqualTo(ContentHash.of(List.of("b", "a")));
  }

  @Test
  void a_view_of_the_same_content_has_the_same_hash_and_every_sample_counts() {
    String hash = ContentHash.of(new Numbers(600, -1), 2);

    assertThat(ContentHash.of(new Numbers(600, -1), 2)).isEqualTo(hash);
    for (int changed : new int[] {0, 255, 256, 599}) {
      assertThat(ContentHash.of(new Numbers(600, changed), 2))
          .as("sample %d", changed)
          .isNotEqualTo(hash);
    }
    assertThat(ContentHash.of(new Numbers(599, -1), 2)).isNotEqualTo(hash);
  }
}
