package org.robustgrid.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {

  @Test
  void text_cannot_become_markup() {
    assertThat(new Markup().leaf("b", "<i>&'\"").toString())
        .isEqualTo("<b>&lt;i&gt;&amp;&#39;&quot;</b>");
  }

  @Test
  void an_attribute_cannot_end_its_quotes() {
    assertThat(new Markup().empty("img", "alt", "\" onload=\"x").toString())
        .isEqualTo("<img alt=\"&quot; onload=&quot;x\"/>");
  }

  @Test
  void an_attribute_without_value_is_left_out() {
    assertThat(new Markup().leaf("b", "x", "class", null).toString()).isEqualTo("<b>x</b>");
  }

  @Test
  void control_characters_are_replaced() {
    assertThat(new Markup().text("a\u0000b").toString()).isEqualTo("a\ufffdb");
  }

  @Test
  void an_open_element_is_an_error() {
    assertThatThrownBy(() -> new Markup().open("p").toString())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("<p>");
  }
}
