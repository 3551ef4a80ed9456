package org.robustgrid.spi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DownloadTest {

  private static final String ADDRESS = "https://www.example.org/data/shapes.tar.gz";

  @Test
  void a_plain_file_becomes_itself_and_an_archive_what_it_unpacks_to() {
    Download plain = Download.builder(ADDRESS).otherNames("shapes.tar").build();
    assertThat(plain.fileName()).isEqualTo("shapes.tar.gz");
    assertThat(plain.paths()).containsExactly("shapes.tar.gz");
    assertThat(plain.otherNames()).containsExactly("shapes.tar");
    assertThat(plain.archive()).isFalse();
    assertThat(plain.size()).isEmpty();
    Download archive = Download.builder(ADDRESS).size(9).unpacks(99, "a/b.bin", "c").build();
    assertThat(archive.paths()).containsExactly("a/b.bin", "c");
    assertThat(archive.unpackedSize()).hasValue(99);
    assertThat(archive.size()).hasValue(9);
  }

  @Test
  void a_descriptor_lists_where_its_data_are_fetched_from() {
    DatasetDescriptor descriptor =
        DatasetDescriptor.builder("shapes", "Shapes")
            .downloads(Download.builder(ADDRESS).build())
            .build();
    assertThat(descriptor.downloads()).hasSize(1);
    assertThat(descriptor.details()).containsEntry("fetched from", ADDRESS);
    assertThat(DatasetDescriptor.builder("dots", "Dots").build().downloads()).isEmpty();
  }

  @Test
  void addresses_without_a_host_or_a_file_are_refused() {
    for (String address :
        new String[] {
          "file:///etc/passwd", "ftp://example.org/a", "https:a", "https://example.org/", "a.bin"
        }) {
      assertThatThrownBy(() -> Download.builder(address))
          .as(address)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void paths_that_lead_outside_are_refused() {
    for (String path : new String[] {"../x", "a/../b", "/x", "a\\b", "", "a//b", ".", "c:d"}) {
      assertThatThrownBy(() -> Download.builder(ADDRESS).unpacks(1, path))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void hashes_and_sizes_of_another_form_are_refused() {
    Download.Builder builder = Download.builder(ADDRESS);
    assertThatThrownBy(() -> builder.sha256("abc")).hasMessageContaining("64 digits");
    assertThatThrownBy(() -> builder.md5("A".repeat(32))).hasMessageContaining("32 digits");
    assertThatThrownBy(() -> builder.size(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.unpacks(0, "a")).isInstanceOf(IllegalArgumentException.class);
  }
}
