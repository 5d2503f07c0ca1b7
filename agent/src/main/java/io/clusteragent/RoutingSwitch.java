package io.clusteragent;

import io.clusteragent.instrument.Gateway;
import io.clusteragent.observe.Switch;

/** The switch of {@link Gateway}, in the hands of operators. */
final class RoutingSwitch implements Switch {
  @Override
  public boolean isOn() {
    return Gateway.isRouting();
  }

  @Override
  public void turn(boolean on) {
    Gateway.setRouting(on);
  }
}
