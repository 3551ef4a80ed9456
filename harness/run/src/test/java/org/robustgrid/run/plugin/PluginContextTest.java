package org.robustgrid.run.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.run.plugins.StepProvider;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;

/** The plugin is this test's own; its class loader, that of the test. */
class PluginContextTest {

  private static final ClassLoader PLUGIN = PluginContextTest.class.getClassLoader();

  /** What the plugin saw as context class loader, call by call. */
  private static final List<ClassLoader> SEEN = new ArrayList<>();

  static final class Provider implements AttackProvider {
    @Override
    public AttackDescriptor descriptor() {
      see();
      return new StepProvider().descriptor();
    }

    @Override
    public Attack create(Parameters parameters) {
      see();
      return request -> {
        see();
        throw new IllegalStateException("as written");
      };
    }
  }

  private static void see() {
    SEEN.add(Thread.currentThread().getContextClassLoader());
  }

  private static AttackResult runUnderAnother(ClassLoader another) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(another);
    try {
      AttackProvider provider = (AttackProvider) PluginContext.wrap(new Provider(), PLUGIN);
      AttackDescriptor descriptor = provider.descriptor();
      Attack attack = provider.create(Parameters.of(descriptor, java.util.Map.of()));
      return attack.run((AttackRequest) null);
    } finally {
      assertThat(thread.getContextClassLoader()).as("put back").isSameAs(another);
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void a_plugin_and_what_it_creates_see_its_own_loader_and_throw_what_they_throw() {
    SEEN.clear();
    ClassLoader another = ClassLoader.getPlatformClassLoader();
    assertThatThrownBy(() -> runUnderAnother(another))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("as written");
    assertThat(SEEN).hasSize(3).containsOnly(PLUGIN);
  }

  @Test
  void what_is_no_object_of_the_spi_stays_as_it_is() {
    Object plain = new Object();
    assertThat(PluginContext.wrap(plain, PLUGIN)).isSameAs(plain);
  }

  @Test
  void a_plugin_sees_of_the_harness_what_is_shared() throws Exception {
    ClassLoader shared = new SharedClasses(PLUGIN);
    assertThat(shared.loadClass("org.robustgrid.spi.attack.Attack")).isSameAs(Attack.class);
    assertThat(shared.getResource("org/robustgrid/spi/attack/Attack.class")).isNotNull();
    assertThatThrownBy(() -> shared.loadClass(PluginRegistry.class.getName()))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> shared.loadClass("com.fasterxml.jackson.databind.JsonNode"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(shared.getResource("META-INF/services/org.robustgrid.spi.attack.AttackProvider"))
        .isNull();
  }
}
