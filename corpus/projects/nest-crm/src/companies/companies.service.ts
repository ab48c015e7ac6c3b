import { Injectable, NotFoundException } from '@nestjs/common';
import type { CurrentUser } from '../common/current-user.js';
import { CompaniesRepository } from './companies.repository.js';

@Injectable()
export class CompaniesService {
  constructor(private readonly companies: CompaniesRepository) {}

  async get(user: CurrentUser, id: string) {
    const company = await this.companies.findById(user.workspaceId, id);
    if (!company) {
      throw new NotFoundException();
    }
    return company;
  }

  rename(user: CurrentUser, id: string, name: string) {
    return this.companies.rename(id, user.workspaceId, name);
  }

  async remove(user: CurrentUser, id: string) {
    if (!(await this.companies.remove(id, user.workspaceId))) {
      throw new NotFoundException();
    }
  }
}
